/** The counts of the indicators quarter by quarter, up to the last one that a period touches. */
import type { Tx } from '../platform/database/transactions';
import { quarterBefore, quarterOf, type Quarter } from '../platform/shared/quarters.rules';
import { addDays } from '../platform/shared/nights.rules';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import type { Period } from '../platform/shared/periods.rules';
import { type IndicatorRow, indicatorsIn } from './indicators.queries';
import { type IndicatorOfPeriod, indicatorsOfPeriod } from './indicators-of-period.queries';

export const QUARTERS_SHOWN = 6;

export interface IndicatorsOverTime {
  /** '2026-Q3', the earliest first. */
  readonly quarters: readonly string[];
  readonly rows: readonly (Pick<IndicatorRow, 'id' | 'code' | 'title' | 'level'> & {
    /** One a quarter; null where nobody counted. */
    readonly values: readonly (string | null)[];
    /** Target of the last quarter. */
    readonly target: string | null;
    /** Only where what was brought in from before Mawa is counted: whether these figures count it. */
    readonly pastCounted?: boolean;
  })[];
}

/** Without shares and rates, which would need their denominators beside them. */
export async function indicatorsOverTime(
  tx: Tx,
  period: Period,
  past: PastChoice = 'without',
): Promise<IndicatorsOverTime> {
  const quarters: Quarter[] = [];
  for (
    let one = quarterOf(addDays(period.until, -1));
    quarters.length < QUARTERS_SHOWN;
    one = quarterBefore(one)
  )
    quarters.unshift(one);
  const read: IndicatorOfPeriod[][] = [];
  for (const quarter of quarters) {
    const whole = { startsOn: quarter.from, endsOn: addDays(quarter.until, -1) };
    read.push(await indicatorsOfPeriod(tx, quarter, whole, past));
  }
  const counts = (await indicatorsIn(tx)).filter(
    ({ unit }) => unit !== 'percent' && unit !== 'rate',
  );
  return {
    quarters: quarters.map(({ code }) => code),
    rows: counts.map(({ id, code, title, level }) => {
      const own = read.map((all) => all.find((one) => one.id === id));
      return {
        id,
        code,
        title,
        level,
        values: own.map((one) => one?.value ?? null),
        target: own.at(-1)?.target ?? null,
        ...(past !== 'without' && { pastCounted: own.at(-1)?.pastCounted ?? false }),
      };
    }),
  };
}
