/** Consequences of cancelling a session as counts, read as `mawa_figures`, without people. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

export interface CancellationEffects {
  /** With a place, in training or not yet. */
  readonly enrolled: number;
  readonly waiting: number;
  /** At the end of the course already: they stay so. */
  readonly completed: number;
  /** Booked allowances, which stay due. */
  readonly allowances: number;
  /** Decimal text, in the currency of the course. */
  readonly allowancesAmount: string;
  /** The last day with an allowance. */
  readonly allowedUntil: CivilDate | null;
}

export async function cancellationEffects(tx: Tx, sessionId: string): Promise<CancellationEffects> {
  const [row] = await asFigures(tx, () =>
    tx.query<CancellationEffects>(
      `SELECT e.enrolled, e.waiting, e.completed, a.allowances, a.amount AS "allowancesAmount", a.until AS "allowedUntil"
         FROM (SELECT count(*) FILTER (WHERE state IN ('applied', 'offered', 'admitted', 'started'))::int AS enrolled,
                      count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
                      count(*) FILTER (WHERE state IN ('completed', 'certified'))::int AS completed
                 FROM training_enrolments WHERE session_id = $1) e,
              (SELECT count(*)::int AS allowances, coalesce(sum(stipend + transport), 0.00)::text AS amount, max(on_day)::text AS until
                 FROM training_allowances WHERE session_id = $1 AND taken_back_at IS NULL) a`,
      [sessionId],
    ),
  );
  return row!;
}
