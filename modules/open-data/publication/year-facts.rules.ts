/** What is known of a year, before it is tables. */
import Decimal from 'decimal.js';
import type { CtdcCombination, CtdcShares } from '../../beneficiaries';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** How many people live in the country, of the last year that is known. */
export interface Population {
  readonly year: number;
  readonly sex: 'all' | 'female' | 'male';
  readonly age: 'all' | '0-17' | '18+';
  readonly people: number;
  readonly source: string;
}

export interface YearFacts {
  readonly year: number;
  readonly language: Language;
  readonly alike: readonly CtdcCombination[];
  readonly shares: CtdcShares;
  readonly populations: readonly Population[];
  readonly threshold: number;
  readonly date: CivilDate;
  readonly programme: string;
  readonly synthetic: boolean;
}

export const countBy = (
  alike: readonly CtdcCombination[],
  keyOf: (one: CtdcCombination) => string | null,
): Map<string | null, number> => {
  const counts = new Map<string | null, number>();
  for (const one of alike) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + one.people);
  return counts;
};

/** Per 100,000, to three decimals. */
export const rateOf = (people: number, population: number | null): string | null =>
  population === null ? null : new Decimal(people).times(100_000).div(population).toFixed(3);
