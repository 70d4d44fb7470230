import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Booking } from './booking-steps.queries';

/** The first night on which the calendar gives this bed to others, and the night on which it is free again. */
export interface NextInBed {
  readonly from: CivilDate;
  readonly until: CivilDate | null;
}

/** First booking of the bed after this stay and before a day. */
export async function nextInBed(
  tx: Tx,
  { id, bedId, nights }: Booking,
  before: CivilDate,
): Promise<NextInBed | null> {
  const [next] = await tx.query<NextInBed>(
    `SELECT lower(k.nights)::text AS "from", upper(k.nights)::text AS until FROM bookings k
      WHERE k.bed_id = $1 AND k.id <> $2 AND k.state <> 'void' AND k.nights && daterange($3::date, $4::date)
        AND (k.state <> 'hold' OR k.hold_until > mawa_now()) ORDER BY lower(k.nights) LIMIT 1`,
    [bedId, id, nights.until ?? nights.from, before],
  );
  return next ?? null;
}
