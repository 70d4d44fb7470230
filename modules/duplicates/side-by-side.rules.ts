/** Comparison of two cases: each coded fact, and whether they agree. */
import {
  birthYears,
  birthYearRangeOf,
  fieldsWith,
  PERSON_FIELDS,
  type FieldsWith,
  type PersonRow,
} from '../beneficiaries';

export type ComparedField = FieldsWith<'compared'> | 'stage' | 'registeredOn';
/** In the order of the comparison. */
const STEPS = ['identity', 'age', 'origin', 'story', 'needs'];
export const COMPARED: readonly ComparedField[] = [
  ...STEPS.flatMap((step) =>
    fieldsWith('compared').filter((name) => PERSON_FIELDS[name].step === step),
  ),
  'stage',
  'registeredOn',
];

/** `near`: an age within the margin, or a common language; `unknown`: one or both cases lack the fact. */
export type FactMatch = 'same' | 'near' | 'differs' | 'unknown';

/** Facts that may differ for one person and are shown without a verdict. */
const TELLS_NOTHING: readonly ComparedField[] = ['stage', 'registeredOn'];

export interface ComparedFact {
  readonly field: ComparedField;
  /** Null for a fact that does not identify a person. */
  readonly standing: FactMatch | null;
}

export const sideBySide = (a: PersonRow, b: PersonRow): ComparedFact[] =>
  COMPARED.map((field) => ({
    field,
    standing: TELLS_NOTHING.includes(field) ? null : factMatchOf(field, a, b),
  }));

function factMatchOf(field: ComparedField, a: PersonRow, b: PersonRow): FactMatch {
  if (field === 'birthYear') return agesOf(a, b);
  const [one, other] = [plain(a[field]), plain(b[field])];
  if (one === '' || other === '') return 'unknown';
  if (one === other) return 'same';
  return field === 'languages' && a.languages.some((code) => b.languages.includes(code))
    ? 'near'
    : 'differs';
}

const plain = (value: PersonRow[ComparedField]): string =>
  Array.isArray(value) ? [...value].sort().join(' ') : String(value ?? '');

function agesOf(a: PersonRow, b: PersonRow): FactMatch {
  const born = (person: PersonRow) =>
    birthYearRangeOf({ ...person, registeredIn: Number(person.registeredOn.slice(0, 4)) });
  const reason = birthYears(born(a), born(b));
  if (reason === null) return 'unknown';
  return reason === 'birth_year_same' ? 'same' : reason === 'birth_year_near' ? 'near' : 'differs';
}
