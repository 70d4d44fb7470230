/** Cost of a unit, what it differs from its standard, and the threshold below which a number is suppressed. */
import { Decimal } from 'decimal.js';
import { written } from '../grant-budgeting';
import { shareOf } from '../platform/shared/share.rules';
import {
  SMALL_COUNT_THRESHOLD,
  complementarySuppression,
  suppressSmallCount,
} from '../platform/shared/small-counts.rules';

/** Four quarters, none of fewer people than `FEW`. */
const QUARTILE_THRESHOLD = 4 * SMALL_COUNT_THRESHOLD;

/** Amount for one, to the cent; null where there is no quantity, or less was given than taken back. */
export const perUnit = (amount: string, quantity: string | number): string | null =>
  new Decimal(quantity).greaterThan(0) ? written(new Decimal(amount).dividedBy(quantity)) : null;

/** How far the actual lies above (below 0: under) what was expected, as a share; null without expectation. */
export const variance = (actual: string, expected: string): number | null =>
  new Decimal(expected).greaterThan(0)
    ? Number(shareOf(new Decimal(actual).minus(expected), expected))
    : null;

export const mayPublishQuartiles = (people: number): boolean => people >= QUARTILE_THRESHOLD;

/** Per person, where the number of people is not suppressed. */
export const perPerson = (amount: string, people: number): string | null =>
  suppressSmallCount(people) === null ? null : perUnit(amount, people);

/** Cost of all people with a known outcome per sustained outcome; null if either number is small. */
export function costPerSustainedOutcome(reintegration: {
  readonly ended: number;
  readonly sustained: number;
  readonly traced: string;
}): { readonly ended: number; readonly sustained: number; readonly amount: string } | null {
  const { ended, sustained, traced } = reintegration;
  const shown = complementarySuppression([
    { people: sustained },
    { people: ended - sustained },
  ]).every(Boolean);
  const amount = shown ? perUnit(traced, sustained) : null;
  return amount === null ? null : { ended, sustained, amount };
}
