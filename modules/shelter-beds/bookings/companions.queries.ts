/** Companions of a resident: family, linked people, and people of the same bed request. */
import type { Tx } from '../../platform/database/transactions';
import { fromDateRange, type CivilDate, type Nights } from '../../platform/shared/nights.rules';
import type { MixSign } from '../placing/placing.types';
import type { Booking } from './booking-steps.queries';

export interface Companion {
  readonly bookingId: string;
  readonly bedId: string;
  readonly version: number;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly room: string;
  readonly bed: string;
  readonly sign: MixSign | null;
  readonly nights: Nights;
}

/** One move takes ten people (MoveDto). */
const MOST_COMPANIONS = 9;

/** The person first, then the companions whose cases the actor may see, ordered by bed. */
export async function companionsOf(
  tx: Tx,
  { id, caseId, shelterId }: Booking,
  night: CivilDate,
): Promise<Companion[]> {
  const rows = await tx.query<Omit<Companion, 'nights'> & { nights: string }>(
    `SELECT k.id AS "bookingId", k.bed_id AS "bedId", k.version, c.id AS "caseId", c.case_number AS "caseNumber",
            localized_name(m.name, m.names) AS room, b.label AS bed, k.mix_sign AS sign, k.nights::text AS nights
       FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
       JOIN booking_people bp ON bp.booking_id = k.id JOIN cases c ON c.id = bp.case_id
      WHERE k.shelter_id = $1 AND k.state = 'stay' AND lower(k.nights) <= $4::date AND (k.id = $2
         OR EXISTS (SELECT FROM family_members f JOIN family_members g USING (family_id)
                     WHERE f.case_id = $3 AND g.case_id = bp.case_id)
         OR EXISTS (SELECT FROM case_links l WHERE l.ended_at IS NULL
                     AND (l.from_case, l.to_case) IN (($3, bp.case_id), (bp.case_id, $3)))
         OR EXISTS (SELECT FROM booking_people o WHERE o.booking_id = $2 AND o.request_id = bp.request_id))
      ORDER BY k.id <> $2, localized_name(m.name, m.names), b.label, k.id LIMIT $5`,
    [shelterId, id, caseId, night, MOST_COMPANIONS + 1],
  );
  return rows.map((row) => ({ ...row, nights: fromDateRange(row.nights) }));
}
