/** The form of a correction: what is known, as a form holds it, and back. */
import type { FormState } from '../../platform/web/forms';
import type { PersonDto } from '../dto/register-people.dto';
import { type NewPerson, unknownPerson } from '../new-person.types';
import { CLEAR_FACTS, clearFact, PERSON_FIELDS } from '../person.fields';
import { ENTERED_FIELDS, type EnteredField, type FormValues } from './correction.rules';
import type { CorrectableFacts } from './corrections.service';

const NOTHING_KNOWN = unknownPerson('');

const yesNo = (value: boolean | null | undefined): string =>
  value === null || value === undefined ? '' : value ? 'yes' : 'no';

const factTyped = (value: NewPerson[EnteredField], unknown: string | undefined) => {
  if (Array.isArray(value)) return [...value] as string[];
  if (typeof value === 'boolean') return yesNo(value);
  return value === unknown ? '' : String(value ?? '');
};

/** Field names of the form, each under the fact it belongs to. */
export function typedOf(person: NewPerson): Record<string, string | string[]> {
  const { names, safeContact, documents, exploitation } = person;
  const numbered = Object.fromEntries(
    documents.flatMap(({ kind, number }, place) => [
      [`person.documents.${place}.kind`, kind],
      [`person.documents.${place}.number`, number],
    ]),
  );
  return {
    'person.names.given': names.given ?? '',
    'person.names.family': names.family ?? '',
    'person.names.aliases': names.aliases.join(', '),
    'person.names.working': names.working ?? '',
    ...Object.fromEntries(
      CLEAR_FACTS.map((name) => [
        `person.${name}`,
        factTyped(person[name], clearFact(name).unknown),
      ]),
    ),
    'person.birthDate': person.birthDate ?? '',
    'person.phone': person.phone ?? '',
    'person.safeContact.mayCall': yesNo(safeContact?.mayCall),
    'person.safeContact.safeTimes': safeContact?.safeTimes ?? '',
    'person.safeContact.channel': safeContact?.channel ?? '',
    'person.safeContact.callerName': safeContact?.callerName ?? '',
    'person.safeContact.mustNotKnow': safeContact?.mustNotKnow ?? '',
    'person.story': person.story ?? '',
    'person.exploitation.acts': [...exploitation.acts],
    'person.exploitation.means': [...exploitation.means],
    'person.exploitation.purposes': [...exploitation.purposes],
    ...numbered,
  };
}

/** A form replaces everything it shows: an empty field means "not known any more". */
export function wholeOf(person: PersonDto, parts: CorrectableFacts['parts']): PersonDto {
  const shown = ENTERED_FIELDS.filter((field) => parts.includes(PERSON_FIELDS[field].part));
  const whole: Record<string, unknown> = {};
  for (const field of shown) whole[field] = person[field] ?? emptyOf(field);
  if (shown.includes('names'))
    whole.names = { ...person.names, working: person.names?.working ?? null };
  return whole as PersonDto;
}

const emptyOf = (field: EnteredField) => (Array.isArray(NOTHING_KNOWN[field]) ? [] : null);

/** Without the documents of the form that have no number: those are lines to be filled. */
export const documentLines = (values: FormValues, prefix = 'person.'): number[] => {
  const places = Object.keys(values).flatMap((name) => {
    if (!name.startsWith(`${prefix}documents.`)) return [];
    const place = /^documents\.(\d{1,2})\./.exec(name.slice(prefix.length))?.[1];
    return place === undefined ? [] : [Number(place)];
  });
  const used = Math.max(-1, ...places) + 1;
  return Array.from({ length: Math.min(20, Math.max(1, used + 1)) }, (_, place) => place);
};

export const besideTheirFields = (form: FormState): FormState => {
  const errors = { ...form.errors };
  const documents = errors['person.documents'];
  if (documents) errors['person.documents.0.number'] ??= documents;
  return { ...form, errors };
};
