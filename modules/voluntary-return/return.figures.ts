/** Journeys and plans of a period: the one definition for reports. Departures and arrivals are the facts of an analysis. */
import { asFigures, type Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { type TimelinessCount, instalmentsPaidOnTime, plansMadeOnTime } from './plan/plan.figures';
import { ARRIVED, DEPARTED } from './return-facts.figures';

export interface ReturnFigures {
  /** People, each once. */
  readonly departed: number;
  readonly arrived: number;
  /** Plans that were agreed in the time that the programme gives itself, and instalments paid in it. */
  readonly plans: TimelinessCount;
  readonly instalments: TimelinessCount;
}

export function returnFigures(
  tx: Tx,
  period: { readonly from: CivilDate; readonly until: CivilDate },
): Promise<ReturnFigures> {
  const { from, until } = period;
  const people = async (rows: string): Promise<number> => {
    const [row] = await tx.query<{ people: number }>(
      `SELECT count(DISTINCT person)::int AS people FROM (${rows}) f`,
      [from, until],
    );
    return row!.people;
  };
  return asFigures(tx, async () => ({
    departed: await people(DEPARTED.rows),
    arrived: await people(ARRIVED.rows),
    plans: await plansMadeOnTime(tx, period),
    instalments: await instalmentsPaidOnTime(tx, period),
  }));
}
