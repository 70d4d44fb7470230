import { partsTold, told } from '../../../../src/shared/few-people';
import type { Median, Retention, WorkFigures } from './work.rules';

export interface ToldRetention {
  readonly months: number;
  /** Each null where it would tell of fewer than five people, by itself or by what is left of the whole. */
  readonly passed: number | null;
  readonly inWork: number | null;
  readonly notReached: number | null;
  /** In hundredths. */
  readonly share: number | null;
}
/** As told: fewer than five people are not counted apart, nor is a median of so few. */
export interface ToldWork {
  readonly placed: number | null;
  readonly placements: number | null;
  readonly signs: number | null;
  readonly vetted: number;
  readonly retention: readonly ToldRetention[];
  readonly income: readonly Median[];
}

export function toldWork(figures: WorkFigures): ToldWork {
  const { placed, placements, signs, vetted, retention, income } = figures;
  return {
    placed: told(placed),
    placements: told(placed) && placements,
    signs: told(signs),
    vetted,
    retention: retention.map(toldRetention),
    income: income
      .map(({ currency, before, after }) => ({
        currency,
        before: enough(before),
        after: enough(after),
      }))
      .filter(({ before, after }) => before !== null || after !== null),
  };
}

function toldRetention({ months, share, ...one }: Retention): ToldRetention {
  const passed = told(one.passed);
  const parts = [one.inWork, one.notInWork, one.notReached].map((people) => ({ people }));
  const [inWork, , notReached] = passed ? partsTold(parts) : [false, false, false];
  return {
    months,
    passed,
    inWork: inWork ? one.inWork : null,
    notReached: notReached ? one.notReached : null,
    share: inWork ? share : null,
  };
}

const enough = (one: Median['before']): Median['before'] => (one && told(one.n) ? one : null);
