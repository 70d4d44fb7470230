/** Tasks and notices about overrides: for those who may agree, and for the shelter once an override ends. */
import type { Tx } from '../../platform/database/transactions';
import type { Booking } from '../bookings/booking-steps.queries';

export const openApprovalTasks = (
  tx: Tx,
  { caseId, id }: { readonly caseId: string; readonly id: string },
  due: Date,
): Promise<unknown> =>
  tx.query(
    `SELECT add_task('override_asked', $1, $2, 'shelter_manager', NULL, $3),
            add_task('override_asked', $1, $2, 'case_supervisor', NULL, $3)`,
    [caseId, id, due],
  );

/** Somebody sleeps there on a rule set aside until a day that lies within the stay. */
export const openOverrideEndTasks = (tx: Tx, bookings: readonly Booking[]): Promise<unknown> =>
  tx.query(
    `SELECT add_task('override_ends', k.case_id, k.id, 'shelter_manager', NULL, min(a.until)::timestamp AT TIME ZONE 'UTC')
       FROM unnest($1::uuid[], $2::uuid[]) AS k (id, case_id)
       JOIN override_rules r ON r.booking_id = k.id JOIN override_asks a ON a.id = r.ask_id
       JOIN bookings b ON b.id = k.id AND (upper(b.nights) IS NULL OR upper(b.nights) > a.until)
      GROUP BY k.id, k.case_id`,
    [bookings.map(({ id }) => id), bookings.map(({ caseId }) => caseId)],
  );
