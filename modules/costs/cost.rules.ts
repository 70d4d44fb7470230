/** Cost of a unit, what it differs from its standard, and whose number is not told. */
import { Decimal } from 'decimal.js';
import { written } from '../grant-budgeting';

/** So few people are not counted apart, and no cost of one of them is told. */
export const FEW = 5;

/** Four quarters, none of fewer people than `FEW`. */
const ENOUGH_FOR_QUARTERS = 4 * FEW;

/** Amount for one, to the cent; null where there is no quantity, or less was given than taken back. */
export const perUnit = (amount: string, quantity: string | number): string | null =>
  new Decimal(quantity).greaterThan(0) ? written(new Decimal(amount).dividedBy(quantity)) : null;

/** How far the actual lies above (below 0: under) what was expected, as a share; null without expectation. */
export const variance = (actual: string, expected: string): number | null =>
  new Decimal(expected).greaterThan(0)
    ? new Decimal(actual).minus(expected).dividedBy(expected).toDecimalPlaces(4).toNumber()
    : null;

/** Null, to be said as "fewer than five", where the number would tell of somebody; nobody is nobody. */
export const told = (people: number): number | null =>
  people === 0 || people >= FEW ? people : null;

/**
 * Whose amounts are told of parts that make a whole: not those of few people, nor, where that is one part
 * alone, the smallest other one, or the whole would give it away. Nobody in a part gives nothing away.
 */
export function partsTold(parts: readonly { readonly people: number }[]): boolean[] {
  const shown = parts.map(({ people }) => told(people) !== null);
  if (shown.filter((one) => !one).length !== 1) return shown;
  const others = parts
    .map(({ people }, at) => ({ people, at }))
    .filter(({ people, at }) => shown[at] && people > 0);
  const smallest = others.sort((a, b) => a.people - b.people)[0];
  return shown.map((one, at) => one && at !== smallest?.at);
}

export const mayTellQuarters = (people: number): boolean => people >= ENOUGH_FOR_QUARTERS;

/** Per person, where the number of people is told. */
export const perPerson = (amount: string, people: number): string | null =>
  told(people) === null ? null : perUnit(amount, people);
