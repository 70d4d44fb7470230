/** Beds that somebody left and that are to be prepared: begun and ended with the step of a stay that causes it. */
import { record } from '../../audit';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** A preparation (row `p`) past its end counts as finished, even if the job has not marked it yet. */
export const IN_PREPARATION = 'p.ended_at IS NULL AND p.until_at > mawa_now()';

/** The hours that a shelter `s` sets; 0 where it prepares no bed. */
export const PREPARATION_HOURS = `coalesce((SELECT h.hours FROM bed_preparation_hours h
  WHERE h.shelter_id = s.id ORDER BY h.id DESC LIMIT 1), 0)`;

/**
 * Beds that were left on this day, except where somebody sleeps there already; nothing where the house prepares none,
 * or where the hours are over: of a day that is past they count from its end.
 */
export async function beginPreparations(
  tx: Tx,
  bedIds: readonly string[],
  leftOn: CivilDate,
): Promise<void> {
  const left = await tx.query<{ bedId: string; until: Date }>(
    `SELECT b.id AS "bedId", x.until
       FROM beds b JOIN shelters s ON s.id = b.shelter_id
      CROSS JOIN LATERAL (SELECT least(mawa_now(), mawa_day_begins($2::date + 1)) + make_interval(hours => ${PREPARATION_HOURS}) AS until) x
      WHERE b.id = ANY ($1) AND x.until > mawa_now() AND NOT EXISTS (
        SELECT FROM bookings k WHERE k.bed_id = b.id AND k.state = 'stay' AND lower(k.nights) <= mawa_tonight())`,
    [bedIds, leftOn],
  );
  if (left.length === 0) return;
  const ids = left.map(({ bedId }) => bedId);
  await lapsePreparations(tx, ids);
  await tx.query(
    `INSERT INTO bed_preparations (bed_id, shelter_id, until_at)
     SELECT b.id, b.shelter_id, x.until
       FROM unnest($1::uuid[], $2::timestamptz[]) AS x (bed_id, until) JOIN beds b ON b.id = x.bed_id
     ON CONFLICT (bed_id) WHERE ended_at IS NULL DO NOTHING`,
    [ids, left.map(({ until }) => until)],
  );
  await record(tx, { action: 'beds.prepare', kind: 'bed', ids });
}

/** Ends preparations because the bed is occupied: the expected person arrived, or an exit was undone. */
export async function endByOccupation(tx: Tx, bedIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE bed_preparations p SET ended_at = mawa_now(), ended_by = mawa_actor(), outcome = 'occupied'
      WHERE p.bed_id = ANY ($1) AND ${IN_PREPARATION}`,
    [bedIds],
  );
}

/** Resumes preparations that an undone arrival had ended, until their own end. */
export async function resumePreparations(tx: Tx, bedIds: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO bed_preparations (bed_id, shelter_id, until_at)
     SELECT p.bed_id, p.shelter_id, p.until_at
       FROM (SELECT DISTINCT ON (l.bed_id) l.* FROM bed_preparations l
              WHERE l.bed_id = ANY ($1) AND l.ended_at IS NOT NULL ORDER BY l.bed_id, l.ended_at DESC) p
      WHERE p.outcome = 'occupied' AND p.until_at > mawa_now()
     ON CONFLICT (bed_id) WHERE ended_at IS NULL DO NOTHING`,
    [bedIds],
  );
}

/** Rows past their end are closed; of all beds where none are named. */
export const lapsePreparations = (tx: Tx, bedIds: readonly string[] | null): Promise<unknown> =>
  tx.query(
    `UPDATE bed_preparations SET ended_at = until_at, outcome = 'lapsed'
      WHERE ended_at IS NULL AND until_at <= mawa_now() AND ($1::uuid[] IS NULL OR bed_id = ANY ($1))`,
    [bedIds],
  );
