import type { Tx } from '../../platform/database/transactions';
import type { Booking } from './booking-steps.queries';

/** Nobody looks for them any more: the absence ends, and what it asked of people with it. */
export async function closeAbsence(tx: Tx, caseId: string, outcome: string): Promise<void> {
  const found = await tx.query<{ id: string }>(
    `UPDATE missing_people SET ended_at = mawa_now(), ended_by = mawa_actor(), outcome = $2
      WHERE case_id = $1 AND ended_at IS NULL RETURNING id`,
    [caseId, outcome],
  );
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
      WHERE kind IN ('person_missing', 'missing_to_supervise') AND subject_id = ANY ($1) AND done_at IS NULL`,
    [found.map(({ id }) => id)],
  );
}

/** The exit that ended the absence at this instant was a mistake: they are looked for again. */
export async function reopenAbsence(tx: Tx, caseId: string, foundAt: Date): Promise<void> {
  const again = await tx.query<{ id: string }>(
    `UPDATE missing_people SET ended_at = NULL, ended_by = NULL, outcome = NULL
      WHERE case_id = $1 AND outcome = 'left' AND ended_at = $2 RETURNING id`,
    [caseId, foundAt],
  );
  await tx.query(
    `UPDATE tasks SET done_at = NULL, done_by = NULL
      WHERE kind IN ('person_missing', 'missing_to_supervise') AND subject_id = ANY ($1) AND done_at = $2`,
    [again.map(({ id }) => id), foundAt],
  );
}

/**
 * The arrival was a mistake: nobody slept in the bed, so nobody is away from it, on leave or looked for, and the marks
 * of its roll calls are taken back.
 */
export async function dropAbsences(tx: Tx, { id, caseId }: Booking): Promise<void> {
  if (caseId === null) return;
  await closeAbsence(tx, caseId, 'mistake');
  await tx.query('DELETE FROM nights_away WHERE booking_id = $1', [id]);
  await tx.query(
    `UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor() WHERE booking_id = $1 AND ended_at IS NULL`,
    [id],
  );
  await endOutings(tx, id);
  await tx.query(
    `INSERT INTO roll_calls (booking_id, case_id, night, presence, by)
     SELECT booking_id, case_id, night, NULL, mawa_actor()
       FROM (SELECT DISTINCT ON (night) * FROM roll_calls WHERE booking_id = $1 ORDER BY night, id DESC) last
      WHERE presence IS NOT NULL`,
    [id],
  );
}

/** Whoever is out by the register of the house counts as back. */
export const endOutings = (tx: Tx, bookingId: string): Promise<unknown> =>
  tx.query(
    `UPDATE house_outings SET back_at = mawa_now(), back_noted_by = mawa_actor() WHERE booking_id = $1 AND back_at IS NULL`,
    [bookingId],
  );
