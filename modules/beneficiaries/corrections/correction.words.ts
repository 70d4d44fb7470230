/** Corrected facts in the reader's words. */
import { labelOf, type ListName } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { displayName } from '../display-name.words';
import type { NewPerson } from '../new-person.types';
import type { CorrectableField } from './correction.rules';

const LABELS: Readonly<Record<CorrectableField, string>> = {
  names: 'people:list.name',
  birthDate: 'people:fields.birthDate',
  birthYear: 'people:fields.birthYear',
  ageAtRegistration: 'people:fields.ageAtRegistration',
  ageCertainty: 'people:fields.ageCertainty',
  bornBetween: 'ages:born_between',
  documents: 'people:fields.documents',
  sex: 'people:fields.sex',
  nationality: 'people:fields.nationality',
  languages: 'people:fields.languages',
  accessNeed: 'people:fields.accessNeed',
  pregnant: 'people:fields.pregnant',
  regionRecruitment: 'people:fields.regionRecruitment',
  regionExploitation: 'people:fields.regionExploitation',
  exploitation: 'people:file.exploitation',
  medical: 'people:fields.medical',
  safeContact: 'people:file.safe_contact',
  phone: 'people:fields.phone',
  story: 'people:fields.story',
};

export const fieldWords = (fields: readonly CorrectableField[], language: Language): string =>
  fields.map((field) => translate(language, LABELS[field])).join(' · ');

const LIST_OF: Readonly<Partial<Record<CorrectableField, ListName>>> = {
  sex: 'sexes',
  ageCertainty: 'age_certainties',
  nationality: 'nationalities',
  accessNeed: 'access_needs',
  regionRecruitment: 'regions',
  regionExploitation: 'regions',
};

/** What stood there before: one line a field. */
export function formerWords(
  before: Partial<NewPerson>,
  language: Language,
): { label: string; value: string }[] {
  return (Object.keys(before) as CorrectableField[]).map((field) => ({
    label: translate(language, LABELS[field]),
    value: valueWords(field, before, language) || translate(language, 'people:not_known'),
  }));
}

function valueWords(
  field: CorrectableField,
  before: Partial<NewPerson>,
  language: Language,
): string {
  const value = before[field];
  if (value === null || value === undefined) return '';
  const code = (list: ListName) => (one: string) => labelOf(list, one, language);
  const yesNo = (said: boolean | null | undefined) =>
    said === null || said === undefined ? '' : translate(language, `people:${said ? 'yes' : 'no'}`);
  if (field === 'names' && before.names) {
    return [displayName(before.names), ...before.names.aliases].filter(Boolean).join(' · ');
  }
  if (field === 'languages') return (before.languages ?? []).map(code('languages')).join(' · ');
  if (field === 'documents') {
    return (before.documents ?? [])
      .map(({ kind, number }) => `${code('document_kinds')(kind)} ${number}`)
      .join(' · ');
  }
  if (field === 'exploitation' && before.exploitation) {
    const { acts, means, purposes } = before.exploitation;
    return [
      ...acts.map(code('acts')),
      ...means.map(code('means')),
      ...purposes.map(code('purposes')),
    ].join(' · ');
  }
  if (field === 'safeContact' && before.safeContact) {
    const { mayCall, channel, safeTimes, callerName, mustNotKnow } = before.safeContact;
    const said = mayCall === null || mayCall === undefined ? '' : yesNo(mayCall);
    const call = said && `${translate(language, 'people:fields.safeContact.mayCall')} ${said}`;
    return [call, channel && code('contact_channels')(channel), safeTimes, callerName, mustNotKnow]
      .filter(Boolean)
      .join(' · ');
  }
  if (field === 'bornBetween' && before.bornBetween) {
    return translate(language, 'ages:between', { ...before.bornBetween });
  }
  if (field === 'birthDate') {
    return translate(language, 'people:file.day', { day: before.birthDate });
  }
  if (typeof value === 'boolean') return yesNo(value);
  const list = LIST_OF[field];
  return list ? code(list)(value as string) : String(value as string | number);
}
