/** Whereto somebody went, and when somebody asks how they are. */
import type { Lists } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import type { ExitDto } from '../dto/booking.dto';
import type { Booking } from './booking-steps.queries';
import { closeAbsence, endOutings, reopenAbsence } from './absence-end.queries';

const LATEST_FOLLOW_UP_DAYS = 730;

/** While the house still sees the person: with the exit its sight begins to end. */
export async function writeExit(
  tx: Tx,
  lists: Lists,
  { id, caseId }: Booking,
  on: CivilDate,
  { destination, followUpOn }: ExitDto,
): Promise<void> {
  if (caseId === null) return;
  if (followUpOn !== undefined && (followUpOn < on || followUpOn > latest(on))) {
    throw new DomainError('invalid', 'stays.follow_up_range', { from: on }, 'followUpOn');
  }
  const version =
    destination === undefined
      ? null
      : await lists.chosenFrom(tx, 'exit_destinations', destination, 'destination');
  await closeAbsence(tx, caseId, 'left');
  await endOutings(tx, id);
  await tx.query(
    `UPDATE stay_leaves SET ended_at = mawa_now(), ended_by = mawa_actor()
      WHERE booking_id = $1 AND ended_at IS NULL AND upper(nights) > $2::date`,
    [id, on],
  );
  await tx.query(
    `INSERT INTO stay_exits (booking_id, case_id, left_on, destination, list_version, follow_up_on, by)
     VALUES ($1, $2, $3, $4, $5, $6, mawa_actor())`,
    [id, caseId, on, destination ?? null, version, followUpOn ?? null],
  );
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'bed_left'
      WHERE kind IN ('stay_limit', 'extension_asked') AND subject_id IN (SELECT stay_chain($1)) AND done_at IS NULL`,
    [id],
  );
  if (followUpOn === undefined) return;
  await openTaskForEachHolder(tx, 'exit_follow_up', { caseId, subjectId: id }, followUpOn);
}

const latest = (on: CivilDate): CivilDate => addDays(on, LATEST_FOLLOW_UP_DAYS);

/** Opens the task for each case holder, including the author of the exit. */
export const openTaskForEachHolder = (
  tx: Tx,
  kind: string,
  { caseId, subjectId }: { caseId: string; subjectId: string },
  due: CivilDate | Date,
): Promise<unknown> =>
  tx.query(
    `SELECT add_holder_tasks($1, $2, $3, $4::timestamptz),
            CASE WHEN mawa_holds_fully($2) THEN add_task($1, $2, $3, NULL, mawa_actor(), $4::timestamptz) END`,
    [kind, caseId, subjectId, due instanceof Date ? due : `${due}T09:00:00Z`],
  );

/** The exit was a mistake: what was asked for because of it is asked no more. */
export async function takeExitBack(tx: Tx, bookingId: string): Promise<void> {
  const exits = await tx.query<{ caseId: string; at: Date }>(
    `UPDATE stay_exits SET undone_by = mawa_actor(), undone_at = mawa_now()
      WHERE booking_id = $1 AND undone_at IS NULL RETURNING case_id AS "caseId", at`,
    [bookingId],
  );
  for (const { caseId, at } of exits) {
    await reopenAbsence(tx, caseId, at);
    await tx.query(
      `UPDATE stay_leaves SET ended_at = NULL, ended_by = NULL WHERE booking_id = $1 AND ended_at = $2`,
      [bookingId, at],
    );
  }
  await tx.query(
    `UPDATE tasks SET done_at = NULL, done_by = NULL
      WHERE kind IN ('stay_limit', 'extension_asked') AND ended_by = 'bed_left' AND subject_id IN (SELECT stay_chain($1))`,
    [bookingId],
  );
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'exit_undone'
      WHERE kind = 'exit_follow_up' AND subject_id = $1 AND done_at IS NULL`,
    [bookingId],
  );
}
