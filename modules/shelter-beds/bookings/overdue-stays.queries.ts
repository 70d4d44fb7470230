/** Residents still present after their planned exit: they keep the bed for the night. */
import type { Tx } from '../../platform/database/transactions';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';

/**
 * On closing a night, extends overdue stays by it. If the night was promised to another person, both bookings get a
 * task for their managers.
 */
export async function prolongOverdue(tx: Tx, night: CivilDate): Promise<void> {
  await tx.query('SELECT lapse_holds(NULL, NULL)');
  const due = await tx.query<{ id: string; bedId: string }>(
    `SELECT k.id, k.bed_id AS "bedId" FROM bookings k WHERE k.state = 'stay' AND k.ends_on <= $1::date ORDER BY k.id`,
    [night],
  );
  if (due.length === 0) return;
  await tx.query('SELECT placing_locks($1, $2)', [due.map(({ bedId }) => bedId), []]);
  const ids = due.map(({ id }) => id);
  await tx.query(
    `WITH longer AS (
       UPDATE bookings k SET nights = daterange(lower(k.nights), $2::date), version = version + 1
        WHERE k.id = ANY ($1) AND k.state = 'stay' AND upper(k.nights) < $2::date
          AND NOT EXISTS (SELECT 1 FROM bookings o WHERE o.bed_id = k.bed_id AND o.id <> k.id AND o.state <> 'void'
            AND o.nights && daterange(upper(k.nights), $2::date))
          AND EXISTS (SELECT 1 FROM beds b WHERE b.id = k.bed_id AND b.in_service @> daterange(lower(k.nights), $2::date))
       RETURNING k.id)
     INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason)
     SELECT id, 'stay', 'stay', mawa_actor(), 'prolong' FROM longer`,
    [ids, addDays(night, 1)],
  );
  await tx.query(
    `INSERT INTO tasks (kind, subject_id, for_role, due_at)
     SELECT DISTINCT 'overdue_stay', x.id, 'shelter_manager', mawa_now()
       FROM bookings k
       LEFT JOIN bookings o ON o.bed_id = k.bed_id AND o.id <> k.id AND o.state <> 'void'
            AND o.nights && daterange(upper(k.nights), $2::date)
       CROSS JOIN LATERAL (VALUES (k.id), (o.id)) x (id)
      WHERE k.id = ANY ($1) AND k.state = 'stay' AND upper(k.nights) < $2::date AND x.id IS NOT NULL
     ON CONFLICT DO NOTHING`,
    [ids, addDays(night, 1)],
  );
  await askToLook(tx, ids, night);
}

/**
 * Opens a task to look at the room: an overdue stay is a fact, but the room-mates may conflict. The task does not name
 * the conflict.
 */
async function askToLook(tx: Tx, bookingIds: string[], night: CivilDate): Promise<void> {
  await tx.query(
    `SELECT add_task('overdue_stay', NULL, r.booking_id, 'shelter_manager', NULL, mawa_now()),
            add_task('stay_to_review', r.case_id, r.booking_id, 'case_supervisor', NULL, mawa_now()),
            add_holder_tasks('stay_to_review', r.case_id, r.booking_id, mawa_now())
       FROM blind_stays_to_review($1, $2::date) r`,
    [bookingIds, night],
  );
}
