/**
 * Whether two cases may be the same person, by similarity of names, year of birth and its certainty, nationality, sex
 * and documents. Unknown facts never count against it.
 */
import type { AgeCertainty, Sex } from '../new-person.types';
import type { NameMatchLevel } from './known-names.rules';

/** Raised whenever the same facts may be judged otherwise: everybody is compared with everybody again. */
export const MATCHER_VERSION = '2026-11/1';

export const REASONS = [
  'same_document',
  'names_alike',
  'given_name_alike',
  'birth_year_same',
  'birth_year_near',
  'birth_year_differs',
  'nationality_same',
  'nationality_differs',
  'sex_differs',
  'one_family',
] as const;
export type DuplicateReason = (typeof REASONS)[number];
export type Strength = 'possible' | 'probable';

export interface DuplicateVerdict {
  readonly strength: Strength;
  readonly reasons: readonly DuplicateReason[];
}

/** Unsealed facts of a person that can distinguish two people. */
export interface ComparedFacts {
  readonly sex: Sex | null;
  readonly born: BirthYearRange | null;
  readonly nationality: string | null;
  readonly families: readonly string[];
}

/** A known year, or the two in which somebody of a stated age can be born, and how far off that may be. */
export interface BirthYearRange {
  readonly first: number;
  readonly last: number;
  readonly margin: number;
}

export interface Evidence {
  readonly names: NameMatchLevel;
  readonly sameDocument: boolean;
}

/**
 * Possible error of an age, in years. Stated without a day, even a year of birth is often off by one; estimated by
 * appearance as in ageRange; as told by the person, because trafficked girls often claim to be of age.
 */
const MARGIN: Readonly<Record<AgeCertainty, number>> = {
  exact: 0,
  year: 1,
  declared: 3,
  estimated: 2,
  unknown: 0,
};

export function compare(
  a: ComparedFacts,
  b: ComparedFacts,
  evidence: Evidence,
): DuplicateVerdict | null {
  const { names, sameDocument } = evidence;
  const birth = birthYears(a.born, b.born);
  const nationality = nationalities(a, b);
  const sexDiffers = sexesDiffer(a, b);
  const oneFamily = a.families.some((family) => b.families.includes(family));
  const contradicted = birth === 'birth_year_differs' || sexDiffers;
  const strength = sameDocument
    ? // A child stands in its mother's passport.
      contradicted || oneFamily
      ? 'possible'
      : 'probable'
    : contradicted
      ? null
      : byName(names, birth, nationality, oneFamily);
  if (strength === null) return null;
  const reasons: (DuplicateReason | null)[] = [
    sameDocument ? 'same_document' : null,
    names === 'whole' ? 'names_alike' : names === 'given' ? 'given_name_alike' : null,
    birth,
    nationality,
    sexDiffers ? 'sex_differs' : null,
    oneFamily ? 'one_family' : null,
  ];
  return { strength, reasons: reasons.filter((reason) => reason !== null) };
}

/** Whether the facts exclude the same person; checked before names, which cost more. */
export const cannotBeOne = (a: ComparedFacts, b: ComparedFacts): boolean =>
  sexesDiffer(a, b) || birthYears(a.born, b.born) === 'birth_year_differs';

function byName(
  names: NameMatchLevel,
  birth: DuplicateReason | null,
  nationality: DuplicateReason | null,
  oneFamily: boolean,
): Strength | null {
  const sameYear = birth === 'birth_year_same';
  const sameNation = nationality === 'nationality_same';
  if (names === null) return null;
  // Members of a family were registered as different people; only identical facts suggest an error.
  if (oneFamily) return names === 'whole' && sameYear ? 'possible' : null;
  if (names === 'given') return sameYear && sameNation ? 'possible' : null;
  if (nationality === 'nationality_differs') return birth !== null ? 'possible' : null;
  return sameYear || (birth !== null && sameNation) ? 'probable' : 'possible';
}

const sexesDiffer = (a: ComparedFacts, b: ComparedFacts): boolean =>
  a.sex !== null && b.sex !== null && a.sex !== b.sex && a.sex !== 'other' && b.sex !== 'other';

function nationalities(a: ComparedFacts, b: ComparedFacts): DuplicateReason | null {
  if (a.nationality === null || b.nationality === null) return null;
  return a.nationality === b.nationality ? 'nationality_same' : 'nationality_differs';
}

export function birthYears(
  a: BirthYearRange | null,
  b: BirthYearRange | null,
): DuplicateReason | null {
  if (a === null || b === null) return null;
  const apart = Math.max(a.first - b.last, b.first - a.last);
  if (apart <= 0) return 'birth_year_same';
  return apart <= a.margin + b.margin ? 'birth_year_near' : 'birth_year_differs';
}

export interface StatedAge {
  readonly birthYear: number | null;
  readonly ageAtRegistration: number | null;
  readonly ageCertainty: AgeCertainty;
  readonly registeredIn: number;
}

export function birthYearRangeOf({
  birthYear,
  ageAtRegistration: age,
  ageCertainty,
  registeredIn,
}: StatedAge): BirthYearRange | null {
  const margin = MARGIN[ageCertainty];
  if (birthYear !== null) return { first: birthYear, last: birthYear, margin };
  return age === null ? null : { first: registeredIn - age - 1, last: registeredIn - age, margin };
}

export interface Pair extends DuplicateVerdict {
  readonly a: string;
  readonly b: string;
}

/** A person in more possible pairs than this has a name too common to be evidence. */
export const MOST_POSSIBLE_PAIRS = 10;

/** All that is probable, and what is possible unless one of the two is possibly everybody. */
export function significantPairs(pairs: readonly Pair[]): Pair[] {
  const possible = new Map<string, number>();
  for (const { a, b, strength } of pairs)
    if (strength === 'possible')
      for (const one of [a, b]) possible.set(one, (possible.get(one) ?? 0) + 1);
  const isCommon = (id: string): boolean => (possible.get(id) ?? 0) > MOST_POSSIBLE_PAIRS;
  return pairs.filter(
    ({ a, b, strength, reasons }) =>
      strength === 'probable' || reasons.includes('same_document') || !(isCommon(a) || isCommon(b)),
  );
}
