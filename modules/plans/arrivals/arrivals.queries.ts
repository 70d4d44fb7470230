/** Arrivals for the actor: tasks opened or delegated, and decisions that wait for them. */
import { maySeePart } from '../../access';
import type { Tx } from '../../platform/database/transactions';

export interface ArrivalRow {
  /** Source of the decision; null for tasks. */
  readonly source: string | null;
  readonly id: string;
  readonly kind: string | null;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly within: string | null;
  readonly label: string | null;
  readonly at: Date;
  readonly isNew: boolean;
}

const DAYS = 7;
const MOST = 100;
/** Since when things are new: the last look, or a week where nobody looked yet. */
const SEEN = `coalesce((SELECT s.seen_at FROM arrivals_seen s WHERE s.user_id = $1), mawa_now() - interval '${DAYS} days')`;

/** $1 the actor, $2 their roles, $3 whether they may see care; `since` as SQL. */
const arrivedSince = (since: string, decisions: string | null): string => `
  SELECT NULL::text AS source, t.id, t.kind, t.case_id, t.subject_id AS within, NULL::text AS label,
         greatest(t.opened_at, d.at) AS at
    FROM tasks t
    LEFT JOIN LATERAL (SELECT max(h.at) AS at FROM task_changes h
      WHERE h.task_id = t.id AND h.change = 'delegated' AND h.to_user = $1) d ON true
   WHERE t.done_at IS NULL AND (t.case_id IS NULL OR $3::boolean OR t.for_user = $1)
     AND task_is_for(t.for_user, t.for_role, t.taken_by, $1, $2::text[])
     AND (t.opened_at > ${since} AND t.opened_by IS DISTINCT FROM $1
       OR t.id = ANY (ARRAY(SELECT h.task_id FROM task_changes h
            WHERE h.change = 'delegated' AND h.to_user = $1 AND h.at > ${since})))
  ${
    decisions === null
      ? ''
      : `UNION ALL SELECT w.source, w.id, NULL, w.case_id, w.within, w.label, w.since FROM (${decisions}) w WHERE w.since > ${since}`
  }`;

const whoAsks = (tx: Tx): unknown[] => [
  tx.actor.userId,
  tx.actor.roles,
  maySeePart(tx.actor, 'care'),
];

export async function countArrivals(tx: Tx, decisions: string | null): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (${arrivedSince(SEEN, decisions)}) a`,
    whoAsks(tx),
  );
  return row!.count;
}

/** New arrivals and those of the last week, newest first. */
export const listArrivals = (tx: Tx, decisions: string | null): Promise<ArrivalRow[]> =>
  tx.query<ArrivalRow>(
    `SELECT a.source, a.id, a.kind, a.case_id AS "caseId", c.case_number AS "caseNumber", a.within, a.label, a.at,
            a.at > ${SEEN} AS "isNew"
       FROM (${arrivedSince(`least(${SEEN}, mawa_now() - interval '${DAYS} days')`, decisions)}) a
       LEFT JOIN cases c ON c.id = a.case_id ORDER BY a.at DESC, a.id LIMIT ${MOST}`,
    whoAsks(tx),
  );

export const markSeen = (tx: Tx): Promise<unknown> =>
  tx.query(
    `INSERT INTO arrivals_seen (user_id) VALUES ($1) ON CONFLICT (user_id) DO UPDATE SET seen_at = mawa_now()`,
    [tx.actor.userId],
  );
