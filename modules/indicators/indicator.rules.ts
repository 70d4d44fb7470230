/** Status of an indicator: value against target, by quarter. */
import { Decimal } from 'decimal.js';
import { shareOf } from '../platform/shared/share.rules';

export const FRAMEWORKS = ['dos', 'sdg', 'iom', 'unodc', 'ilo', 'commission', 'project'] as const;
export const LEVELS = ['goal', 'outcome', 'output'] as const;
export const UNITS = ['people', 'count', 'nights', 'percent', 'rate'] as const;
export const DIRECTIONS = ['up', 'down'] as const;
export const SPLITS = ['sex', 'age', 'institution'] as const;
export type Unit = (typeof UNITS)[number];
export type Direction = (typeof DIRECTIONS)[number];

export const INDICATOR_STATUSES = [
  'reached',
  'near',
  'behind',
  'under_way',
  'no_target',
  'not_known',
] as const;
export type IndicatorStatus = (typeof INDICATOR_STATUSES)[number];

/** Within this share of the way one is near. */
const NEAR = 0.8;

/**
 * `down`: the aim is at most the target. Near is four fifths of the way to it, or at most a quarter beyond one that
 * is to be kept under. A target of nothing is reached by anything that goes up.
 */
export function indicatorStatusOf(
  value: string | null,
  target: string | null,
  direction: Direction,
  time: { readonly isOver: boolean; readonly grows: boolean },
): IndicatorStatus {
  if (value === null) return 'not_known';
  if (target === null) return 'no_target';
  const [is, aim] = [new Decimal(value), new Decimal(target)];
  const holds = direction === 'up' ? is.gte(aim) : is.lte(aim);
  // Before the end of the period a growing count that has passed its limit stays above it; a share can still change.
  if (!time.isOver && (!time.grows || holds !== (direction === 'up'))) return 'under_way';
  if (holds) return 'reached';
  const near = direction === 'up' ? is.gte(aim.times(NEAR)) : is.times(NEAR).lte(aim);
  return near ? 'near' : 'behind';
}

/** Counts of a running quarter can only grow; shares and rates can fall. */
export const grows = (unit: Unit): boolean => unit !== 'percent' && unit !== 'rate';

/** How far a bar goes, in hundredths of its line: what is beyond the target is shown by the number alone. */
export function progressPercent(value: string | null, target: string | null): number {
  if (value === null) return 0;
  if (target === null || new Decimal(target).isZero()) return new Decimal(value).isZero() ? 0 : 100;
  return Math.min(100, new Decimal(value).times(100).div(target).round().toNumber());
}

/** A part of a whole in hundredths, rounded once to one decimal; null of nothing. */
export function hundredthsOf(part: number, whole: number): string | null {
  const share = shareOf(part, whole);
  return share === null ? null : new Decimal(share).times(100).toDecimalPlaces(1).toString();
}
