/** What was typed in an intake, in the words of who reads it. */
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { personChoices } from '../registration.form';

type Choices = ReturnType<typeof personChoices>;

/** Fields that are chosen from a list; everything else is said as it was typed. */
const CHOSEN_FROM: Readonly<Record<string, keyof Choices>> = {
  relation: 'relations',
  sex: 'sexes',
  nationality: 'nationalities',
  languages: 'languages',
  accessNeed: 'accessNeeds',
  pregnant: 'yesNo',
  medical: 'yesNo',
  'safeContact.mayCall': 'yesNo',
  'safeContact.channel': 'channels',
  regionRecruitment: 'regions',
  regionExploitation: 'regions',
  'exploitation.acts': 'acts',
  'exploitation.means': 'means',
  'exploitation.purposes': 'purposes',
  estimated: 'estimated',
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
  const list = CHOSEN_FROM[bareName(name)];
  const known = list ? choices[list] : [];
  return [value]
    .flat()
    .map((one) => known.find((choice) => choice.value === one)?.label ?? one)
    .filter((one) => one !== '')
    .join(' · ');
}
