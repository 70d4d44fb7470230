/** When a person last left a house, of the stays that the reader may see. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

interface LastExit {
  readonly leftOn: CivilDate | null;
  readonly there: boolean;
  /** On the night of that day. */
  readonly sleptThen: boolean;
}

/** A stay ends on the day after its last night; who sleeps somewhere now has not left. */
export async function lastExitOf(tx: Tx, caseId: string, day: CivilDate | null): Promise<LastExit> {
  const [row] = await tx.query<LastExit>(
    `SELECT max(upper(k.nights)) FILTER (WHERE k.state = 'ended' AND b.outcome = 'left')::text AS "leftOn",
            coalesce(bool_or(k.state = 'stay'), false) AS there,
            coalesce(bool_or(k.state IN ('stay', 'ended') AND k.nights @> $2::date), false) AS "sleptThen"
       FROM booking_people k JOIN bookings b ON b.id = k.booking_id
      WHERE k.case_id = ANY (${filesIn()})`,
    [caseId, day],
  );
  return row!;
}
