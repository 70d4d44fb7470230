/** Unsealed facts of a new person: codes only; the exact birth date stays sealed. */
import { ageOn, type CivilDate } from '../platform/shared/nights.rules';
import type { AgeCertainty, BornBetween, NewPerson } from './new-person.types';
import { type AgeRange, ageRange } from './person.rules';

export interface AgeFacts {
  readonly birthYear: number | null;
  readonly ageAtRegistration: number | null;
  readonly ageCertainty: AgeCertainty;
}

/** Year, age and how sure they are. Where only the year is known the protective, younger age counts. */
export function ageFactsOf(person: NewPerson): AgeFacts {
  const { birthDate, birthYear, ageAtRegistration, ageCertainty, registeredOn } = person;
  // Facts from an assessment are kept as they are: "undetermined" has no age but a range.
  if (person.bornBetween) return { birthYear, ageAtRegistration, ageCertainty };
  if (birthDate !== null) {
    return {
      birthYear: Number(birthDate.slice(0, 4)),
      ageAtRegistration: ageOn(birthDate, registeredOn),
      ageCertainty: ageCertainty === 'declared' ? 'declared' : 'exact',
    };
  }
  const guessed = ageCertainty === 'declared' || ageCertainty === 'estimated';
  if (birthYear !== null) {
    const younger = Math.max(0, Number(registeredOn.slice(0, 4)) - birthYear - 1);
    return {
      birthYear,
      ageAtRegistration: ageAtRegistration ?? younger,
      ageCertainty: guessed ? ageCertainty : 'year',
    };
  }
  if (ageAtRegistration !== null) {
    return { birthYear, ageAtRegistration, ageCertainty: guessed ? ageCertainty : 'declared' };
  }
  return { birthYear: null, ageAtRegistration: null, ageCertainty: 'unknown' };
}

/**
 * Age on a day from unsealed facts: the age at registration (from an exact date) and the year of birth together allow
 * fewer ages than either alone.
 */
export function ageInClear(
  facts: AgeFacts & { readonly registeredOn: CivilDate; readonly bornBetween?: BornBetween | null },
  on: CivilDate,
): AgeRange | null {
  const age = ageRange({ ...facts, birthDate: null }, on);
  if (age === null || facts.birthYear === null || facts.ageCertainty !== 'exact') return age;
  const since = ageRange({ ...facts, birthDate: null, birthYear: null, bornBetween: null }, on);
  if (since === null) return age;
  return { low: Math.max(age.low, since.low), high: Math.min(age.high, since.high) };
}

export interface Kinship {
  readonly family: number | null;
  readonly relation: string;
}

/**
 * Families of the people registered together: all of them, or those with the same family key. A family has at least two
 * members; its first is the reference person unless stated otherwise.
 */
export function kinshipOf(people: readonly NewPerson[], together: boolean): Kinship[] {
  const keyOf = (person: NewPerson): string | null => (together ? '' : person.familyKey);
  const members = new Map<string, number>();
  for (const person of people) {
    const key = keyOf(person);
    if (key !== null) members.set(key, (members.get(key) ?? 0) + 1);
  }
  const families = new Map(
    [...members].filter(([, size]) => size > 1).map(([key], place) => [key, place]),
  );
  const begun = new Set<string>();
  return people.map((person) => {
    const key = keyOf(person);
    const family = key === null ? undefined : families.get(key);
    if (key === null || family === undefined) return { family: null, relation: 'self' };
    const first = !begun.has(key);
    begun.add(key);
    return { family, relation: person.relation ?? (first ? 'self' : 'companion') };
  });
}
