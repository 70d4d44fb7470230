import { told } from '../../../../src/shared/few-people';
import type { Median, Retention, WorkFigures } from './work.rules';

export interface ToldRetention {
  readonly months: number;
  /** Null where fewer than five have passed that mark. */
  readonly passed: number | null;
  readonly inWork: number | null;
  readonly notReached: number | null;
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

export function toldWork({
  placed,
  placements,
  signs,
  vetted,
  retention,
  income,
}: WorkFigures): ToldWork {
  return {
    ...{ placed: told(placed), placements: told(placements), signs: told(signs), vetted },
    retention: retention.map(toldRetention),
    income: income
      .map(({ currency, before, after }) => ({
        ...{ currency, before: enough(before), after: enough(after) },
      }))
      .filter(({ before, after }) => before !== null || after !== null),
  };
}

function toldRetention({ months, passed, inWork, notReached, share }: Retention): ToldRetention {
  const told5 = told(passed);
  if (!told5) return { months, passed: told5, inWork: told5, notReached: told5, share: null };
  return { months, passed, inWork, notReached: told(notReached), share };
}

const enough = (one: Median['before']): Median['before'] => (one && told(one.n) ? one : null);
