/** Who agreed that a person goes to the shelter that keeps a bed: without it nobody's identity opens there. */
import { may } from '../../access';
import type { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Booking } from './booking-steps.queries';

type CaseBooking = Pick<Booking, 'id' | 'caseId'>;

/**
 * Records who agreed to placements. A case holder agrees by placing; a request addressed to this shelter was agreed to
 * when it was made. A hotline operator who opened the case does not agree: the colleague who confirms the placement
 * does. Returns the bookings that still lack an agreement.
 */
export async function recordAgreements(
  tx: Tx,
  bookings: readonly CaseBooking[],
): Promise<CaseBooking[]> {
  const ids = bookings.map(({ id }) => id);
  const agreed = await tx.query<{ id: string }>(
    `WITH now_agreed AS (
       INSERT INTO arrival_agreements (booking_id, case_id, basis, by)
       SELECT bp.booking_id, bp.case_id, CASE WHEN mawa_holds_fully(bp.case_id) THEN $2 ELSE 'addressed' END, mawa_actor()
         FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id LEFT JOIN bed_requests q ON q.id = bp.request_id
        WHERE bp.booking_id = ANY ($1) AND (mawa_holds_fully(bp.case_id) OR q.shelter_id = k.shelter_id)
       ON CONFLICT (booking_id) DO NOTHING RETURNING booking_id)
     SELECT booking_id AS id FROM now_agreed
      UNION SELECT booking_id FROM arrival_agreements WHERE booking_id = ANY ($1)`,
    [ids, may(tx.actor, 'beds:agree') ? 'holder' : 'hotline'],
  );
  const known = new Set(agreed.map(({ id }) => id));
  return bookings.filter(({ id }) => !known.has(id));
}

/** Those who hold these cases are asked to confirm what a shelter keeps for them. */
export const openConfirmationTasks = (
  tx: Tx,
  kept: readonly CaseBooking[],
  due: Date,
): Promise<unknown> =>
  tx.query(
    `SELECT add_holder_tasks('confirm_hold', k.case_id, k.id, $3)
       FROM unnest($1::uuid[], $2::uuid[]) AS k (id, case_id)`,
    [...columns(kept), due],
  );

/** Before an arrival: agreed, or received in a named emergency, which somebody else then looks at. */
export async function mustBeAgreed(
  tx: Tx,
  lists: Lists,
  bookings: readonly Booking[],
  emergency: string | undefined,
): Promise<'agreed' | 'emergency'> {
  if (bookings.some(({ requestId }) => requestId === null)) {
    throw new DomainError('conflict', 'beds.nothing_held');
  }
  const open = await recordAgreements(tx, bookings);
  if (open.length === 0) return 'agreed';
  if (emergency === undefined) {
    throw new DomainError('invalid', 'beds.arrival_not_agreed', {}, 'emergency');
  }
  const version = await lists.chosenFrom(tx, 'arrival_reasons', emergency, 'emergency');
  await tx.query(
    `INSERT INTO arrival_agreements (booking_id, case_id, basis, reason, list_version, by)
     SELECT k.id, k.case_id, 'emergency', $3, $4, mawa_actor() FROM unnest($1::uuid[], $2::uuid[]) AS k (id, case_id)`,
    [...columns(open), emergency, String(version)],
  );
  await tx.query(
    `SELECT add_holder_tasks('arrival_review', k.case_id, k.id, due), add_task('arrival_review', k.case_id, k.id, 'case_supervisor', NULL, due)
       FROM unnest($1::uuid[], $2::uuid[]) AS k (id, case_id)
      CROSS JOIN LATERAL (SELECT mawa_now() + make_interval(hours => mawa_setting('arrival_review_hours')::int) AS due) d`,
    columns(open),
  );
  return 'emergency';
}

/** Opens a task "has arrived" for the case holders. The place is on the booking, never as an address. */
export const openArrivalTasks = (tx: Tx, bookings: readonly Booking[]): Promise<unknown> =>
  tx.query(
    `SELECT add_holder_tasks('person_arrived', k.case_id, k.id, mawa_now() + interval '1 day')
       FROM unnest($1::uuid[], $2::uuid[]) AS k (id, case_id)
      WHERE EXISTS (SELECT 1 FROM arrival_agreements a WHERE a.booking_id = k.id AND a.basis <> 'emergency')`,
    columns(bookings),
  );

const columns = (kept: readonly CaseBooking[]) => [
  kept.map(({ id }) => id),
  kept.map(({ caseId }) => caseId),
];
