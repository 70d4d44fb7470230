/** Typed values of an intake as labels. */
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { personChoices } from '../beneficiaries';

type Choices = Omit<ReturnType<typeof personChoices>, 'needs'>;
type Choice = Choices['yesNo'][number];

/** Fields whose choices have another name; other fields are shown as typed. */
const CHOSEN_FROM: Readonly<Record<string, keyof Choices>> = {
  relation: 'relations',
  'safeContact.mayCall': 'yesNo',
  'safeContact.channel': 'channels',
  'exploitation.acts': 'acts',
  'exploitation.means': 'means',
  'exploitation.purposes': 'purposes',
  kind: 'documentKinds',
};

const bareName = (name: string): string =>
  name.replace(/^people\.\d+\./, '').replace(/^documents\.\d+\./, '');

export function fieldWords(name: string, language: Language): string {
  const field = bareName(name);
  const own: Readonly<Record<string, string>> = {
    estimated: 'fields.ageCertainty',
    kind: 'fields.documentKind',
    number: 'fields.documentNumber',
  };
  return translate(language, `people:${own[field] ?? `fields.${field}`}`);
}

export function answerWords(name: string, value: string | string[], choices: Choices): string {
  const field = bareName(name);
  const known =
    (choices as Readonly<Record<string, Choice[] | undefined>>)[CHOSEN_FROM[field] ?? field] ?? [];
  return [value]
    .flat()
    .map((one) => known.find((choice) => choice.value === one)?.label ?? one)
    .filter((one) => one !== '')
    .join(' · ');
}
