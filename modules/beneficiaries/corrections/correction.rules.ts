/** Correcting what is known of a person: what changed, what stood there before, what two people both changed. */
import type { OpenedFields, SealedField } from '../case-seals.service';
import { sealedPartsOf } from '../case-seals.service';
import type { NewPerson } from '../new-person.types';
import { PERSON_FIELD_NAMES, PERSON_FIELDS, type PersonFieldName } from '../person.fields';
import { ageFactsOf } from '../registration.rules';
import type { CasePart } from '../../access';

/** Those that somebody chooses; an assessment of the age gives its own. */
export const PERSON_CORRECTION_REASONS = ['mistake', 'changed', 'person_asked'] as const;
export type PersonCorrectionReason = (typeof PERSON_CORRECTION_REASONS)[number];
/** Also written where facts are taken over from a file that is joined to this one, or an age was assessed. */
export type StoredCorrectionReason = PersonCorrectionReason | 'merged' | 'assessment';

const PARTS: readonly CasePart[] = [
  'identity',
  'facts',
  'health',
  'safe_contact',
  'contact',
  'story',
];
export type CorrectableField = PersonFieldName;
/** By the part of the case that they belong to. */
export const CORRECTABLE_FIELDS = PARTS.flatMap((part) =>
  PERSON_FIELD_NAMES.filter((name) => PERSON_FIELDS[name].part === part),
);
/** Fields of a manual correction; the range of birth dates is set by assessments only. */
export type EnteredField = Exclude<CorrectableField, 'bornBetween'>;
export const ENTERED_FIELDS = CORRECTABLE_FIELDS.filter(
  (field): field is EnteredField => field !== 'bornBetween',
);
export type Facts = Pick<NewPerson, CorrectableField>;

/** Which sealed former value keeps a field: the coded ones together. */
export function sealedFieldOf(name: CorrectableField): SealedField | 'health' | 'facts' {
  const field = PERSON_FIELDS[name];
  if ('sealed' in field) return field.sealed;
  return field.part === 'health' ? 'health' : 'facts';
}

const norm = (value: unknown): unknown => {
  if (Array.isArray(value)) {
    const all = value.map(norm);
    return all.every((one) => typeof one === 'string') ? [...all].sort() : all;
  }
  if (value === null || value === undefined || value === '') return null;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, norm(inner)] as const)
    .filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0));
  if (entries.length === 0) return null;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
};
const empty = (value: unknown) => (Array.isArray(value) && value.length === 0 ? null : value);
export const isSame = (one: unknown, two: unknown): boolean =>
  JSON.stringify(empty(norm(one))) === JSON.stringify(empty(norm(two)));

export const changedFields = (before: Facts, after: Facts): CorrectableField[] =>
  CORRECTABLE_FIELDS.filter((field) => !isSame(before[field], after[field]));

/** Fields that determine the age. */
export const AGES = [
  'birthDate',
  'birthYear',
  'ageAtRegistration',
  'ageCertainty',
  'bornBetween',
] as const;
export type AgeFacts = Pick<NewPerson, (typeof AGES)[number]>;
export const isOfAge = (field: CorrectableField): boolean =>
  (AGES as readonly CorrectableField[]).includes(field);
export const ageFactsIn = (person: NewPerson): AgeFacts =>
  Object.fromEntries(AGES.map((field) => [field, person[field] ?? null])) as unknown as AgeFacts;
export const knowsAge = ({ ageCertainty, bornBetween }: AgeFacts): boolean =>
  ageCertainty !== 'unknown' || Boolean(bornBetween);

/**
 * Birth date, year and age at registration express the same fact. If one of them is corrected, unchanged values that
 * depend on it are recomputed.
 */
export function settleAge<P extends NewPerson>(before: NewPerson, after: P): P {
  const dateChanged = after.birthDate !== before.birthDate;
  const yearChanged = after.birthYear !== before.birthYear;
  const ageChanged = after.ageAtRegistration !== before.ageAtRegistration;
  const settled = { ...after };
  // A later manual correction replaces the assessed age.
  if (dateChanged || yearChanged || ageChanged || after.ageCertainty !== before.ageCertainty) {
    settled.bornBetween = null;
  }
  if (dateChanged && after.birthDate !== null) {
    if (!yearChanged) settled.birthYear = null;
    if (!ageChanged) settled.ageAtRegistration = null;
  } else if (yearChanged && !ageChanged) {
    settled.ageAtRegistration = null;
  } else if (ageChanged && !yearChanged && !dateChanged && before.birthDate === null) {
    settled.birthYear = null;
  }
  if (settled.birthDate === null && settled.ageCertainty === 'exact') {
    settled.ageCertainty = 'unknown';
  }
  return settled;
}

/** Year, age at registration and how sure they are, by the same definition as at registration. */
export const withAges = <P extends NewPerson>(person: P): P => ({
  ...person,
  ...ageFactsOf(person),
});

/** Age facts of another case of the person, converted to the day on which this case was registered. */
export function ageCountedIn(file: NewPerson, other: NewPerson): AgeFacts {
  const { birthDate, birthYear, ageAtRegistration, ageCertainty, bornBetween = null } = other;
  const years = Number(file.registeredOn.slice(0, 4)) - Number(other.registeredOn.slice(0, 4));
  const counted = ageAtRegistration === null ? null : Math.max(0, ageAtRegistration + years);
  const known = birthDate !== null || birthYear !== null;
  const moved = { birthDate, birthYear, ageCertainty, bornBetween };
  return ageFactsIn(withAges({ ...file, ...moved, ageAtRegistration: known ? null : counted }));
}

/** Former values of these fields, by the value in which they are stored. */
export function formerValues(
  before: Facts,
  changed: readonly CorrectableField[],
): Map<string, unknown> {
  const kept = new Map<string, unknown>();
  for (const field of changed) {
    const place = sealedFieldOf(field);
    const value = before[field] ?? null;
    kept.set(place, { ...(kept.get(place) as object | undefined), [field]: value });
  }
  return kept;
}

/** Sealed fields to write, and those to delete because they are not known any more. */
export function sealsToWrite(
  after: NewPerson,
  changed: readonly CorrectableField[],
): { write: OpenedFields; remove: SealedField[] } {
  const all = sealedPartsOf(after);
  const fields = new Set(changed.map(sealedFieldOf));
  const write: Record<string, unknown> = {};
  const remove: SealedField[] = [];
  for (const field of fields) {
    if (field === 'facts' || field === 'health') continue;
    if (all[field] === undefined) remove.push(field);
    else write[field] = all[field];
  }
  return { write: write as OpenedFields, remove };
}

export type FormValues = Readonly<Record<string, string | string[]>>;

export interface MergedValues {
  readonly values: Record<string, string | string[]>;
  /** Fields that both changed: what the other wrote. */
  readonly both: Record<string, string | string[]>;
}

/**
 * Somebody saved while this was being typed. What only the other changed is taken over, what only
 * the second changed stays as typed, what both changed stays as typed and is named.
 */
export function mergeTyped(base: FormValues, current: FormValues, typed: FormValues): MergedValues {
  const values: MergedValues['values'] = { ...typed };
  const both: MergedValues['both'] = {};
  // One ticked box arrives as text, several as a list.
  const said = (from: FormValues, name: string) =>
    [from[name] ?? ''].flat().filter((one) => one !== '');
  for (const name of new Set([...Object.keys(base), ...Object.keys(current)])) {
    const [was, is, mine] = [said(base, name), said(current, name), said(typed, name)];
    if (isSame(was, is) || isSame(is, mine)) continue;
    if (isSame(was, mine)) values[name] = current[name] ?? '';
    else both[name] = current[name] ?? '';
  }
  return { values, both };
}
