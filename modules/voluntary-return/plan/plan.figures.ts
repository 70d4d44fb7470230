/** Plans made in time and instalments paid in time, read as `mawa_figures`. */
import { asFigures, type Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Half-open, by the day on which something was due. */
export interface DuePeriod {
  readonly from: CivilDate;
  readonly until: CivilDate;
}
export interface TimelinessCount {
  readonly done: number;
  readonly due: number;
}

const count = async (tx: Tx, sql: string, { from, until }: DuePeriod): Promise<TimelinessCount> =>
  (await asFigures(tx, () => tx.query<TimelinessCount>(sql, [from, until])))[0]!;

/**
 * Due: a track whose `return_plan_days` since arrival, or since leaving the shelter, end in the period, and
 * that had not ended before. Done: its first version was agreed with the person until then. Who cannot be
 * reached any more is still counted.
 */
export const plansMadeOnTime = (tx: Tx, period: DuePeriod): Promise<TimelinessCount> =>
  count(
    tx,
    `WITH days AS (
       SELECT track_id, max(on_day) FILTER (WHERE to_state = 'arrived') AS arrived_on,
              min(on_day) FILTER (WHERE to_state IN ('withdrawn', 'stopped', 'completed')) AS over_on FROM return_steps GROUP BY track_id),
     due AS (
       SELECT t.id, s.over_on, coalesce(t.left_on, s.arrived_on) + mawa_setting_on('return_plan_days', coalesce(t.left_on, s.arrived_on))::text::int AS due_on
         FROM return_tracks t LEFT JOIN days s ON s.track_id = t.id),
     made AS (SELECT track_id, min(agreed_on) AS made_on FROM return_plan_agreements GROUP BY track_id)
     SELECT count(*) FILTER (WHERE m.made_on <= d.due_on)::int AS done, count(*)::int AS due FROM due d LEFT JOIN made m ON m.track_id = d.id
      WHERE d.due_on >= $1 AND d.due_on < $2 AND (d.over_on IS NULL OR d.over_on >= d.due_on OR m.made_on IS NOT NULL)`,
    period,
  );

/**
 * Due: instalments of agreed plans with a due day in the period, without those cancelled until then or with nothing
 * left to pay. Done: fully paid within `return_instalment_days` after the due day, without payments taken back.
 */
export const instalmentsPaidOnTime = (tx: Tx, period: DuePeriod): Promise<TimelinessCount> =>
  count(
    tx,
    `WITH owed AS (
       SELECT i.id, i.amount, i.due_on, i.due_on + mawa_setting_on('return_instalment_days', i.due_on)::text::int AS until,
              coalesce((SELECT sum(s.amount) FROM return_instalment_steps s WHERE s.instalment_id = i.id AND s.step = 'cancelled'
                AND s.on_day <= i.due_on + mawa_setting_on('return_instalment_days', i.due_on)::text::int), 0) AS cancelled,
              EXISTS (SELECT 1 FROM return_instalment_steps s WHERE s.item_id = i.item_id AND s.step = 'released' AND s.on_day <= i.due_on) AS over
         FROM return_instalments i JOIN return_plan_items p ON p.id = i.item_id
        WHERE i.due_on >= $1 AND i.due_on < $2
          AND EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = p.version_id)
          AND EXISTS (SELECT 1 FROM return_plan_requests r WHERE r.item_id = i.item_id)),
     paid AS (
       SELECT o.*, coalesce((SELECT sum(s.amount) FROM return_instalment_steps s WHERE s.instalment_id = o.id AND s.step = 'paid' AND s.on_day <= o.until
                AND NOT EXISTS (SELECT 1 FROM return_instalment_steps x WHERE x.undoes = s.id)), 0) AS paid
         FROM owed o)
     SELECT count(*) FILTER (WHERE paid > 0 AND (over OR paid + cancelled >= amount))::int AS done, count(*)::int AS due FROM paid
      WHERE cancelled < amount AND (NOT over OR paid > 0)`,
    period,
  );
