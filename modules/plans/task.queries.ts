/** Queries of tasks: visibility by row-level security, assignment by the conditions here. */
import { maySeePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import type { DueState } from './task.rules';

export interface TaskRow {
  readonly id: string;
  readonly kind: string;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly subjectId: string | null;
  readonly forRole: string | null;
  readonly forUser: string | null;
  readonly forName: string | null;
  readonly takenBy: string | null;
  readonly takenName: string | null;
  /** Colleague who delegated it. */
  readonly delegatedBy: string | null;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
  readonly title: Buffer | null;
}

export const PAGE_SIZE = 50;
export const TASK_SCOPES = ['mine', 'delegated', 'all'] as const;
export type TaskScope = (typeof TASK_SCOPES)[number];

export interface TaskFilter {
  /**
   * Mine: by my name, by that of a colleague whose deputy I am, or by my role and not taken by another. All: every task
   * that I may see. Delegated: what I delegated and is not done.
   */
  readonly whose?: TaskScope;
  readonly caseId?: string;
  readonly kind?: string;
  readonly when?: DueState;
  /** A house: of the people who stay there, or have a bed there, and of its beds. */
  readonly shelterId?: string;
  /** Kinds that are not counted. */
  readonly without?: readonly string[];
}

const COLUMNS = `t.id, t.kind, t.case_id AS "caseId", c.case_number AS "caseNumber", t.subject_id AS "subjectId",
  t.for_role AS "forRole", t.for_user AS "forUser", localized_name(f.name, f.names) AS "forName", t.taken_by AS "takenBy",
  localized_name(k.name, k.names) AS "takenName", g.name AS "delegatedBy", t.due_at AS "dueAt", t.done_at AS "doneAt", localized_name(d.name, d.names) AS "doneBy", t.title`;
const FROM = `FROM tasks t LEFT JOIN cases c ON c.id = t.case_id LEFT JOIN users f ON f.id = t.for_user
  LEFT JOIN users k ON k.id = t.taken_by LEFT JOIN users d ON d.id = t.done_by
  LEFT JOIN LATERAL (SELECT localized_name(u.name, u.names) AS name FROM task_changes h JOIN users u ON u.id = h.by
    WHERE h.task_id = t.id AND h.change = 'delegated' AND h.to_user = t.for_user ORDER BY h.id DESC LIMIT 1) g ON true`;

/** Restricts roles without the part `care` to tasks assigned to the actor. */
const ALLOWED = `(t.case_id IS NULL OR $2::boolean OR t.for_user = $1)`;
/** Arrays read once, before the rows: a subquery of each row would let the policy run for every task. */
const WHOSE = `CASE $4::text WHEN 'all' THEN true
    WHEN 'delegated' THEN NOT task_is_for(t.for_user, t.for_role, t.taken_by, $1, $3::text[])
      AND t.id = ANY (ARRAY(SELECT h.task_id FROM task_changes h WHERE h.by = $1 AND h.change = 'delegated'))
    ELSE task_is_for(t.for_user, t.for_role, t.taken_by, $1, $3::text[])
      OR t.for_user = ANY (ARRAY(SELECT d.user_id FROM current_deputies d WHERE d.deputy_id = $1)) END`;

/** Beds of people whose file the actor answers for, or of a house of the actor: nobody else learns where. */
const BEDS = `booking_people bp JOIN bookings k ON k.id = bp.booking_id AND bp.state IN ('hold', 'promised', 'stay')
  AND (k.shelter_id = ANY (mawa_principals()) OR mawa_holds_fully(bp.case_id))`;

/** Conditions of the filter on open tasks; parameters $1 to $8. */
const KEPT = `t.done_at IS NULL AND ${ALLOWED} AND (${WHOSE}) AND t.due_at < $5
  AND ($6::uuid IS NULL OR t.case_id = $6) AND ($7::text IS NULL OR t.kind = $7)
  AND ($8::uuid IS NULL OR t.case_id = ANY (ARRAY(SELECT bp.case_id FROM ${BEDS} WHERE k.shelter_id = $8))
    OR t.case_id IS NULL AND (t.subject_id = $8
      OR t.subject_id = ANY (ARRAY(SELECT k.id FROM bookings k WHERE k.shelter_id = $8))))`;

const whoAsks = (tx: Tx): unknown[] => [tx.actor.userId, maySeePart(tx.actor, 'care')];
const kept = (tx: Tx, filter: TaskFilter, until: Date): unknown[] => [
  ...whoAsks(tx),
  tx.actor.roles,
  filter.whose ?? 'mine',
  until,
  filter.caseId ?? null,
  filter.kind ?? null,
  filter.shelterId ?? null,
];

/** Until when tasks are shown, and when tomorrow begins. */
export interface TaskHorizon {
  readonly tomorrow: Date;
  readonly until: Date;
}

export async function openTasks(
  tx: Tx,
  filter: TaskFilter,
  after: string | null,
  { tomorrow, until }: TaskHorizon,
): Promise<{ tasks: TaskRow[]; next: string | null }> {
  const cursor = after === null ? null : cursorOf(after);
  const rows = await tx.query<TaskRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE ${KEPT}
        AND CASE $9::text WHEN 'overdue' THEN t.due_at <= mawa_now()
              WHEN 'today' THEN t.due_at > mawa_now() AND t.due_at < $10
              WHEN 'coming' THEN t.due_at > mawa_now() AND t.due_at >= $10 ELSE true END
        AND ($11::timestamptz IS NULL OR (t.due_at, t.id) > ($11, $12::uuid))
      ORDER BY t.due_at, t.id LIMIT ${PAGE_SIZE + 1}`,
    [
      ...kept(tx, filter, until),
      filter.when ?? null,
      tomorrow,
      cursor?.dueAt ?? null,
      cursor?.id ?? null,
    ],
  );
  const tasks = rows.slice(0, PAGE_SIZE);
  const last = tasks.at(-1);
  const next = rows.length > PAGE_SIZE && last ? `${last.dueAt.toISOString()}_${last.id}` : null;
  return { tasks, next };
}

export interface TaskCounts {
  readonly overdue: number;
  readonly today: number;
  readonly coming: number;
}

/** The one definition of how many tasks wait: page, day and digest call it. */
export async function countTasks(
  tx: Tx,
  filter: TaskFilter,
  { tomorrow, until }: TaskHorizon,
): Promise<TaskCounts> {
  const [counts] = await tx.query<TaskCounts>(
    `SELECT count(*) FILTER (WHERE t.due_at <= mawa_now())::int AS overdue,
            count(*) FILTER (WHERE t.due_at > mawa_now() AND t.due_at < $9)::int AS today,
            count(*) FILTER (WHERE t.due_at > mawa_now() AND t.due_at >= $9)::int AS coming
       FROM tasks t WHERE ${KEPT} AND t.kind <> ALL ($10::text[])`,
    [...kept(tx, filter, until), tomorrow, filter.without ?? []],
  );
  return counts!;
}

export interface FilterChoices {
  readonly kinds: readonly string[];
  readonly houses: readonly { readonly id: string; readonly name: string }[];
}

/** Among which kinds and houses one may choose: those of the tasks that wait. */
export async function filterChoices(
  tx: Tx,
  whose: TaskScope,
  { until }: TaskHorizon,
): Promise<FilterChoices> {
  const [found] = await tx.query<{ kinds: string[]; cases: string[]; subjects: string[] }>(
    `SELECT coalesce(array_agg(DISTINCT t.kind), '{}') AS kinds,
            coalesce(array_agg(DISTINCT t.case_id) FILTER (WHERE t.case_id IS NOT NULL), '{}') AS cases,
            coalesce(array_agg(DISTINCT t.subject_id) FILTER (WHERE t.case_id IS NULL AND t.subject_id IS NOT NULL), '{}') AS subjects
       FROM tasks t WHERE ${KEPT}`,
    kept(tx, { whose }, until),
  );
  const { kinds, cases, subjects } = found!;
  const houses =
    cases.length + subjects.length === 0
      ? []
      : await tx.query<{ id: string; name: string }>(
          `SELECT s.id, localized_name(s.code_name, s.names) AS name FROM shelters s
            WHERE s.id = ANY ($2) OR s.id IN (SELECT k.shelter_id FROM ${BEDS} WHERE bp.case_id = ANY ($1)) ORDER BY 2`,
          [cases, subjects],
        );
  return { kinds, houses };
}

export const recentlyDoneTasks = (tx: Tx, filter: TaskFilter, since: Date): Promise<TaskRow[]> =>
  tx.query<TaskRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE t.done_at >= $3 AND ${ALLOWED} AND t.done_by = $1
        AND ($4::uuid IS NULL OR t.case_id = $4)
      ORDER BY t.done_at DESC, t.id LIMIT 20`,
    [...whoAsks(tx), since, filter.caseId ?? null],
  );

export async function taskOf(tx: Tx, id: string, lock = false): Promise<TaskRow | null> {
  const [row] = await tx.query<TaskRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE t.id = $3 AND ${ALLOWED} ${lock ? 'FOR UPDATE OF t' : ''}`,
    [...whoAsks(tx), id],
  );
  return row ?? null;
}

export interface TaskChange {
  readonly change: string;
  readonly at: Date;
  readonly by: string;
  readonly byId: string;
  readonly reason: string | null;
  readonly dueAfter: Date | null;
  readonly to: string | null;
}

export const changesOf = (tx: Tx, id: string): Promise<TaskChange[]> =>
  tx.query<TaskChange>(
    `SELECT h.change, h.at, localized_name(u.name, u.names) AS by, h.by AS "byId", h.reason, h.due_after AS "dueAfter", localized_name(v.name, v.names) AS to
       FROM task_changes h JOIN users u ON u.id = h.by LEFT JOIN users v ON v.id = h.to_user WHERE h.task_id = $1 ORDER BY h.id`,
    [id],
  );

function cursorOf(after: string): { dueAt: Date; id: string } {
  const [instant = '', id = ''] = after.split('_');
  const dueAt = new Date(instant);
  if (Number.isNaN(dueAt.getTime()) || !/^[0-9a-f-]{36}$/.test(id)) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { dueAt, id };
}
