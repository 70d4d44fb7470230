/** Coded facts of a person in the reader's words. */
import { labelOf, type ListName } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import type { Alert } from './case-alerts.service';
import type { CaseFile } from './case-file.service';
import type { PersonRow } from './people.queries';
import { type ClearFact, clearFact, type ClearFacts, fieldsWith } from './person.fields';
import type { AgeRange } from './person.rules';

export function ageWords(age: AgeRange | null, language: Language): string {
  if (age === null) return translate(language, 'people:age.unknown');
  return age.low === age.high
    ? translate(language, 'people:age.exact', { count: age.low })
    : translate(language, 'people:age.range', { low: age.low, high: age.high });
}

/** The words of a code, or that it is not known. */
export const codeWords = (name: ListName, code: string | null, language: Language): string =>
  code === null ? translate(language, 'people:not_known') : labelOf(name, code, language);

const yesNo = (value: boolean, language: Language): string =>
  translate(language, value ? 'people:yes' : 'people:no');

/** A fact in clear, in words; empty where it is not known. */
export function clearFactWords(
  name: ClearFact,
  value: ClearFacts[ClearFact] | undefined,
  language: Language,
): string {
  const { list } = clearFact(name);
  if (typeof value === 'boolean') return yesNo(value, language);
  return [value ?? []]
    .flat()
    .map((one) => (list ? labelOf(list, String(one), language) : String(one)))
    .join(' · ');
}

/** Certainty of an age; shows an assessment also if it was inconclusive. */
export function sureness(
  { bornBetween, ageCertainty }: Pick<PersonRow, 'bornBetween' | 'ageCertainty'>,
  language: Language,
): string {
  if (!bornBetween) return labelOf('age_certainties', ageCertainty, language);
  return translate(language, `ages:${ageCertainty === 'unknown' ? 'undetermined' : 'assessed'}`);
}

function sureOrNot(file: CaseFile, language: Language): string {
  const words = ageWords(file.age, language);
  if (file.age === null || file.ageCertainty === 'exact') return words;
  return `${words} (${sureness(file, language)})`;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Who, as little as possible: what is not known and not asked for by the work is left out. */
export function factsOf(file: CaseFile, language: Language): Fact[] {
  const words = (key: string) => translate(language, key);
  const others = fieldsWith('inFile').map((name) => {
    const { label, inFile } = clearFact(name);
    const known = clearFactWords(name, file[name], language);
    return {
      label: words(label),
      value: known || (inFile === 'always' ? words('people:not_known') : ''),
    };
  });
  return [
    { label: words('people:fields.stage'), value: labelOf('stages', file.stage, language) },
    { label: words('people:fields.sex'), value: codeWords('sexes', file.sex, language) },
    { label: words('people:new.age'), value: sureOrNot(file, language) },
    ...others.filter(({ value }) => value !== ''),
  ];
}

const ELEMENTS = ['acts', 'means', 'purposes'] as const;

export const exploitationFacts = (file: CaseFile, language: Language): Fact[] =>
  ELEMENTS.filter((element) => file.exploitation[element].length > 0).map((element) => ({
    label: translate(language, `people:fields.exploitation.${element}`),
    value: file.exploitation[element].map((code) => labelOf(element, code, language)).join(' · '),
  }));

/** Alerts of the first page of a case; alerts for every page are in the header. */
export function fileAlerts(file: CaseFile, language: Language): Alert[] {
  const alert = (kind: Alert['kind'], key: string): Alert => ({
    kind,
    text: translate(language, `people:alert.${key}`),
  });
  return [
    ...(file.perhapsKnown
      ? [{ kind: 'warning' as const, text: translate(language, 'duplicates:alert.known') }]
      : []),
    ...(file.coupleAlert ? [alert('danger', `couple_${file.coupleAlert}`)] : []),
    ...(file.tasks.some(({ overdue }) => overdue) ? [alert('warning', 'overdue')] : []),
  ];
}
