/** Corrected facts in the reader's words. */
import { labelOf, type ListName } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { listedName } from '../display-name.words';
import type { NewPerson } from '../new-person.types';
import { isClearFact, labelKeyOf } from '../person.fields';
import { clearFactWords } from '../person.words';
import type { CorrectableField } from './correction.rules';

const labelIn = (language: Language) => (field: CorrectableField) =>
  translate(language, labelKeyOf(field));

export const fieldWords = (fields: readonly CorrectableField[], language: Language): string =>
  fields.map(labelIn(language)).join(' · ');

/** Former values, one line per field. */
export function formerWords(
  before: Partial<NewPerson>,
  language: Language,
): { label: string; value: string }[] {
  return (Object.keys(before) as CorrectableField[]).map((field) => ({
    label: labelIn(language)(field),
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
  if (isClearFact(field)) return clearFactWords(field, before[field], language);
  const code = (list: ListName) => (one: string) => labelOf(list, one, language);
  if (field === 'names' && before.names) {
    return [listedName(before.names), ...before.names.aliases].filter(Boolean).join(' · ');
  }
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
    const call =
      typeof mayCall === 'boolean' &&
      ['fields.safeContact.mayCall', mayCall ? 'yes' : 'no']
        .map((key) => translate(language, `people:${key}`))
        .join(' ');
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
  return String(value as string);
}
