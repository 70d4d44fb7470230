import {
  complementarySuppression,
  suppressSmallCount,
} from '../../platform/shared/small-counts.rules';
import type { Median, Retention, WorkFigures } from './work.rules';

export interface SuppressedRetention {
  readonly months: number;
  /** Each null where it would disclose fewer than five people, by itself or by its difference to the whole. */
  readonly passed: number | null;
  readonly inWork: number | null;
  readonly notReached: number | null;
  /** In hundredths. */
  readonly share: number | null;
}
/** As released: counts of fewer than five people are suppressed, and so is a median of so few. */
export interface SuppressedWorkFigures {
  readonly placed: number | null;
  readonly placements: number | null;
  readonly signs: number | null;
  readonly vetted: number;
  readonly retention: readonly SuppressedRetention[];
  readonly income: readonly Median[];
}

export function suppressWorkFigures(figures: WorkFigures): SuppressedWorkFigures {
  const { placed, placements, signs, vetted, retention, income } = figures;
  return {
    placed: suppressSmallCount(placed),
    placements: suppressSmallCount(placed) && placements,
    signs: suppressSmallCount(signs),
    vetted,
    retention: retention.map(suppressRetention),
    income: income
      .map(({ currency, before, after }) => ({
        currency,
        before: suppressMedian(before),
        after: suppressMedian(after),
      }))
      .filter(({ before, after }) => before !== null || after !== null),
  };
}

function suppressRetention({ months, share, ...one }: Retention): SuppressedRetention {
  const passed = suppressSmallCount(one.passed);
  const parts = [one.inWork, one.notInWork, one.notReached].map((people) => ({ people }));
  const [inWork, , notReached] = passed ? complementarySuppression(parts) : [false, false, false];
  return {
    months,
    passed,
    inWork: inWork ? one.inWork : null,
    notReached: notReached ? one.notReached : null,
    share: inWork ? share : null,
  };
}

const suppressMedian = (one: Median['before']): Median['before'] =>
  one && suppressSmallCount(one.n) ? one : null;
