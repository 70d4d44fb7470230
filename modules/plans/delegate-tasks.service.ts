import { Injectable } from '@nestjs/common';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { TaskKinds } from './task-kinds.service';
import type { TaskRow } from './task.queries';
import { type Holder, holdersOf, Tasks } from './tasks.service';

/** Giving a task about a person to a colleague who may read the file; who gave it sees it until it is done. */
@Injectable()
export class DelegateTasks {
  constructor(
    private readonly transactions: Transactions,
    private readonly tasks: Tasks,
    private readonly kinds: TaskKinds,
  ) {}

  /** Colleagues to whom the actor may delegate this task; empty if the actor may not delegate it. */
  colleagues(actor: Actor, task: Pick<TaskRow, 'id' | 'caseId' | 'kind' | 'doneAt' | 'forRole'>) {
    return this.transactions.run(actor, async (tx): Promise<Holder[]> => {
      const { caseId, kind, doneAt, id, forRole } = task;
      if (caseId === null || doneAt !== null || this.kinds.of(kind).bound) return [];
      if (!(await mayDelegate(tx, id))) return [];
      const holders = await holdersOf(tx, caseId);
      if (!holders.some((one) => one.id === tx.actor.userId)) return [];
      return withRole(tx, holders, forRole);
    });
  }

  delegate(actor: Actor, id: string, toUserId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.tasks.findOpen(tx, id);
      if (this.kinds.of(task.kind).bound) throw new DomainError('conflict', 'plans.bound');
      if (task.caseId === null) throw new DomainError('conflict', 'plans.delegate_needs_file');
      if (!(await mayDelegate(tx, id)))
        throw new DomainError('forbidden', 'plans.not_yours_to_delegate');
      const holders = await holdersOf(tx, task.caseId);
      if (!holders.some((one) => one.id === actor.userId)) {
        throw new DomainError('forbidden', 'people.part_not_yours');
      }
      const possible = await withRole(tx, holders, task.forRole);
      if (!possible.some((one) => one.id === toUserId)) {
        throw new DomainError('invalid', 'plans.does_not_hold', {}, 'toUserId');
      }
      if (task.forUser === toUserId || toUserId === actor.userId) {
        throw new DomainError('invalid', 'plans.has_it_already', {}, 'toUserId');
      }
      await give(tx, id, toUserId);
      await this.tasks.record(tx, task, 'delegate');
    });
  }

  /** Takes a delegated task back; a task of a role is then taken by the actor. */
  takeBack(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.tasks.findOpen(tx, id);
      const [delegated] = await tx.query(
        `SELECT 1 FROM task_changes h WHERE h.task_id = $1 AND h.change = 'delegated' AND h.by = $2`,
        [id, actor.userId],
      );
      if (!delegated || task.forUser === actor.userId) {
        throw new DomainError('conflict', 'plans.not_delegated_by_you');
      }
      await asOne(() =>
        tx.query(
          `UPDATE tasks SET for_user = CASE WHEN for_role IS NULL THEN $2::uuid END,
                            taken_by = CASE WHEN for_role IS NOT NULL THEN $2::uuid END
            WHERE id = $1`,
          [id, actor.userId],
        ),
      );
      await tx.query(`INSERT INTO task_changes (task_id, change, by) VALUES ($1, 'taken', $2)`, [
        id,
        actor.userId,
      ]);
      await this.tasks.record(tx, task, 'taken');
    });
  }
}

/** Those who could do it: a task for a role is for people of that role. */
async function withRole(tx: Tx, holders: Holder[], role: string | null): Promise<Holder[]> {
  if (role === null) return holders;
  const rows = await tx.query<{ id: string }>(
    `SELECT r.user_id AS id FROM current_roles r
      WHERE r.role = $1 AND r.user_id = ANY ($2) AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL`,
    [role, holders.map(({ id }) => id)],
  );
  const able = new Set(rows.map(({ id }) => id));
  return holders.filter(({ id }) => able.has(id));
}

async function give(tx: Tx, id: string, toUserId: string): Promise<void> {
  await tx.query(
    `INSERT INTO task_changes (task_id, change, by, to_user) VALUES ($1, 'delegated', $2, $3)`,
    [id, tx.actor.userId, toUserId],
  );
  await asOne(() =>
    tx.query('UPDATE tasks SET for_user = $2, taken_by = NULL WHERE id = $1', [id, toUserId]),
  );
}

/** Tasks of the actor, or delegated by the actor. */
async function mayDelegate(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.query(
    `SELECT 1 FROM tasks t WHERE t.id = $1 AND (task_is_for(t.for_user, t.for_role, t.taken_by, $2, $3)
       OR EXISTS (SELECT 1 FROM task_changes h WHERE h.task_id = t.id AND h.change = 'delegated' AND h.by = $2))`,
    [id, tx.actor.userId, tx.actor.roles],
  );
  return row !== undefined;
}

/** The colleague has a task of this kind about the same already: the index tasks_once_for_a_role. */
async function asOne<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new DomainError('conflict', 'plans.has_the_same');
  }
}
