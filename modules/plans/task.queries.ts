/** Reading tasks; which ones is row level security's to say, whose they are is said here. */
import { maySeePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';

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
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly doneBy: string | null;
  readonly title: Buffer | null;
}

export const PAGE_SIZE = 50;
export const TASK_SCOPES = ['mine', 'all'] as const;
export type TaskScope = (typeof TASK_SCOPES)[number];

export interface TaskFilter {
  /**
   * Mine: by my name, by that of a colleague whose deputy I am, or by my role and not taken by another. All: every task
   * that I may see.
   */
  readonly whose?: TaskScope;
  readonly caseId?: string;
  /** Kinds that are not counted. */
  readonly without?: readonly string[];
}

const COLUMNS = `t.id, t.kind, t.case_id AS "caseId", c.case_number AS "caseNumber", t.subject_id AS "subjectId",
  t.for_role AS "forRole", t.for_user AS "forUser", f.name AS "forName", t.taken_by AS "takenBy",
  k.name AS "takenName", t.due_at AS "dueAt", t.done_at AS "doneAt", d.name AS "doneBy", t.title`;
const FROM = `FROM tasks t LEFT JOIN cases c ON c.id = t.case_id LEFT JOIN users f ON f.id = t.for_user
  LEFT JOIN users k ON k.id = t.taken_by LEFT JOIN users d ON d.id = t.done_by`;

/** The first wall: a role that may not see care sees of people only what stands in its own name. */
const ALLOWED = `(t.case_id IS NULL OR $2::boolean OR t.for_user = $1)`;
/** Those deputised for as one array, read first: a subquery of each row would let the policy run for every task. */
const WHOSE = `($4::boolean OR task_is_for(t.for_user, t.for_role, t.taken_by, $1, $3::text[])
  OR t.for_user = ANY (ARRAY(SELECT d.user_id FROM current_deputies d WHERE d.deputy_id = $1)))`;

const whoAsks = (tx: Tx): unknown[] => [tx.actor.userId, maySeePart(tx.actor, 'care')];
const whose = (tx: Tx, filter: TaskFilter): unknown[] => [tx.actor.roles, filter.whose === 'all'];

export async function openTasks(
  tx: Tx,
  filter: TaskFilter,
  after: string | null,
  until: Date,
): Promise<{ tasks: TaskRow[]; next: string | null }> {
  const cursor = after === null ? null : cursorOf(after);
  const rows = await tx.query<TaskRow>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE t.done_at IS NULL AND ${ALLOWED} AND ${WHOSE} AND t.due_at < $5
        AND ($6::uuid IS NULL OR t.case_id = $6)
        AND ($7::timestamptz IS NULL OR (t.due_at, t.id) > ($7, $8::uuid))
      ORDER BY t.due_at, t.id LIMIT ${PAGE_SIZE + 1}`,
    [
      ...whoAsks(tx),
      ...whose(tx, filter),
      until,
      filter.caseId ?? null,
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
  tomorrow: Date,
  until: Date,
): Promise<TaskCounts> {
  const [counts] = await tx.query<TaskCounts>(
    `SELECT count(*) FILTER (WHERE t.due_at <= mawa_now())::int AS overdue,
            count(*) FILTER (WHERE t.due_at > mawa_now() AND t.due_at < $5)::int AS today,
            count(*) FILTER (WHERE t.due_at > mawa_now() AND t.due_at >= $5)::int AS coming
       FROM tasks t
      WHERE t.done_at IS NULL AND ${ALLOWED} AND ${WHOSE} AND t.due_at < $6
        AND ($7::uuid IS NULL OR t.case_id = $7) AND t.kind <> ALL ($8::text[])`,
    [
      ...whoAsks(tx),
      ...whose(tx, filter),
      tomorrow,
      until,
      filter.caseId ?? null,
      filter.without ?? [],
    ],
  );
  return counts!;
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
  readonly reason: string | null;
  readonly dueAfter: Date | null;
}

export const changesOf = (tx: Tx, id: string): Promise<TaskChange[]> =>
  tx.query<TaskChange>(
    `SELECT h.change, h.at, u.name AS by, h.reason, h.due_after AS "dueAfter"
       FROM task_changes h JOIN users u ON u.id = h.by WHERE h.task_id = $1 ORDER BY h.id`,
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
