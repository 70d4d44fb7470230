import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { CaseSeals, People } from '../beneficiaries';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeTime } from '../platform/database/programme-time';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import {
  addDays,
  type CivilDate,
  civilDateOf,
  type ProgrammeTime,
} from '../platform/shared/nights.rules';
import { planSealAddress } from './plan-seals.data';
import { settingOf } from './settings.queries';
import { TaskKinds } from './task-kinds.service';
import {
  changesOf,
  countTasks,
  type FilterChoices,
  filterChoices,
  recentlyDoneTasks,
  openTasks,
  type TaskChange,
  type TaskCounts,
  type TaskFilter,
  type TaskHorizon,
  taskOf,
  type TaskRow,
  type TaskScope,
} from './task.queries';
import {
  checkDueDay,
  endOfDay,
  type PostponeReason,
  startOfDay,
  type DueState,
  dueStateOf,
} from './task.rules';

export interface Task extends Omit<TaskRow, 'title'> {
  readonly when: DueState;
  /** Title of a task written by a person; null for other kinds. */
  readonly title: string | null;
  /** Where it is done. */
  readonly path: string | null;
  readonly byHand: boolean;
  /** Which one, where several of its kind may wait: the name of a form, the number of a file. */
  readonly about: Readonly<Record<Language, string>> | null;
}

export interface TaskPage {
  readonly counts: TaskCounts;
  readonly tasks: Task[];
  readonly done: Task[];
  readonly next: string | null;
}

export interface Postponement {
  readonly until: CivilDate;
  readonly reason: PostponeReason;
}

export interface NewTask {
  readonly caseId: string;
  readonly title: string;
  readonly dueOn: CivilDate;
  /** A colleague who holds the file too; oneself where left out. */
  readonly forUserId?: string | null;
}

const DONE_LATELY_DAYS = 7;

/** Open tasks of the actor, and doing them. */
@Injectable()
export class Tasks {
  private readonly time: ProgrammeTime;

  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly kinds: TaskKinds,
    @Inject(ENV) env: Env,
  ) {
    this.time = programmeTime(env);
  }

  list(actor: Actor, filter: TaskFilter, after: string | null = null): Promise<TaskPage> {
    return this.transactions.run(actor, async (tx) => {
      const page = await this.listIn(tx, filter, after);
      await recordReading(
        tx,
        'tasks.list',
        [...page.tasks, ...page.done].map(({ caseId }) => caseId),
      );
      return page;
    });
  }

  /** `withDone` also reads what was done lately, on the first page. */
  async listIn(
    tx: Tx,
    filter: TaskFilter,
    after: string | null = null,
    { withDone = true } = {},
  ): Promise<TaskPage> {
    const horizon = await this.horizon(tx);
    const { tasks, next } = await openTasks(tx, filter, after, horizon);
    const since = startOfDay(addDays(tx.today, -DONE_LATELY_DAYS), this.time);
    const done = withDone && after === null ? await recentlyDoneTasks(tx, filter, since) : [];
    const shown = await this.shown(tx, [...tasks, ...done]);
    return {
      counts: await countTasks(tx, filter, horizon),
      tasks: shown.slice(0, tasks.length),
      done: shown.slice(tasks.length),
      next,
    };
  }

  /** Choices of the filter. */
  choices(actor: Actor, whose: TaskScope): Promise<FilterChoices> {
    return this.transactions.run(actor, async (tx) =>
      filterChoices(tx, whose, await this.horizon(tx)),
    );
  }

  dayOf(instant: Date): CivilDate {
    return civilDateOf(instant, this.time);
  }

  /** For a mail: of what is kept apart not even a number leaves the application. */
  async countDue(tx: Tx): Promise<TaskCounts> {
    return countTasks(tx, { without: this.kinds.apart() }, await this.horizon(tx));
  }

  get(actor: Actor, id: string): Promise<{ task: Task; changes: TaskChange[] }> {
    return this.transactions.run(actor, async (tx) => {
      const [task] = await this.shown(tx, [await this.find(tx, id)]);
      return { task: task!, changes: await changesOf(tx, id) };
    });
  }

  /** Colleagues to whom a task about this person can be given, including the actor. */
  holders(actor: Actor, caseId: string): Promise<{ caseNumber: string; holders: Holder[] }> {
    return this.transactions.run(actor, async (tx) => {
      const { caseNumber } = await this.people.find(tx, caseId);
      return { caseNumber, holders: await holdersOf(tx, caseId) };
    });
  }

  make(actor: Actor, task: NewTask, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(actor, { useCase: 'tasks.make', body: task, requestId }, (tx) =>
      this.makeIn(tx, task),
    );
  }

  take(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.findOpen(tx, id);
      if (task.takenBy === actor.userId) return;
      if (task.takenBy)
        throw new DomainError('conflict', 'plans.taken', { name: task.takenName ?? '' });
      await tx.query('UPDATE tasks SET taken_by = $2 WHERE id = $1', [id, actor.userId]);
      await this.changed(tx, task, 'taken');
    });
  }

  putBack(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.findOpen(tx, id);
      if (task.takenBy !== actor.userId)
        throw new DomainError('conflict', 'plans.not_taken_by_you');
      await tx.query('UPDATE tasks SET taken_by = NULL WHERE id = $1', [id]);
      await this.changed(tx, task, 'put_back');
    });
  }

  /** Only where no act closes it; pressing twice is the same as once. */
  done(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.find(tx, id, true);
      if (!task.doneAt) await this.doneIn(tx, task);
    });
  }

  /** Whatever is refused is refused before anything is written. */
  async doneIn(tx: Tx, task: TaskRow): Promise<void> {
    if (!this.kinds.of(task.kind).byHand)
      throw new DomainError('conflict', 'plans.done_by_the_act');
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $2, ended_by = 'by_hand' WHERE id = $1`,
      [task.id, tx.actor.userId],
    );
    await this.record(tx, task, 'done');
  }

  /** A slip of the hand: what one marked oneself waits again. */
  notDone(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const task = await this.find(tx, id, true);
      if (!task.doneAt) return;
      const [own] = await tx.query(
        `UPDATE tasks SET done_at = NULL, done_by = NULL WHERE id = $1 AND done_by = $2
            AND EXISTS (SELECT 1 FROM task_changes h WHERE h.task_id = $1 AND h.change = 'done') RETURNING 1`,
        [id, actor.userId],
      );
      if (!own) throw new DomainError('conflict', 'plans.not_done_by_you');
      await this.record(tx, task, 'not_done');
    });
  }

  postpone(actor: Actor, id: string, { until, reason }: Postponement): Promise<void> {
    return this.transactions.run(actor, async (tx) =>
      this.postponeIn(tx, await this.findOpen(tx, id), { until, reason }),
    );
  }

  /** Whatever is refused is refused before anything is written. */
  async postponeIn(tx: Tx, task: TaskRow, { until, reason }: Postponement): Promise<void> {
    checkDueDay(until, tx.today, await settingOf(tx, 'task_postpone_days', 60), 'until');
    const due = endOfDay(until, this.time);
    if (due <= task.dueAt) throw new DomainError('invalid', 'plans.not_later', {}, 'until');
    await tx.query('UPDATE tasks SET due_at = $2 WHERE id = $1', [task.id, due]);
    await tx.query(
      `INSERT INTO task_changes (task_id, change, by, reason, due_before, due_after)
         VALUES ($1, 'postponed', $2, $3, $4, $5)`,
      [task.id, tx.actor.userId, reason, task.dueAt, due],
    );
    await record(tx, {
      action: 'tasks.postpone',
      kind: 'task',
      fields: ['due_at'],
      ...this.about(task.id, task.kind, task.subjectId),
    });
  }

  private async makeIn(tx: Tx, task: NewTask): Promise<{ id: string }> {
    await this.people.find(tx, task.caseId);
    checkDueDay(task.dueOn, tx.today, 366, 'dueOn');
    const forUser = task.forUserId ?? tx.actor.userId;
    const holders = await holdersOf(tx, task.caseId);
    if (!holders.some(({ id }) => id === tx.actor.userId)) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    if (!holders.some(({ id }) => id === forUser)) {
      throw new DomainError('invalid', 'plans.does_not_hold', {}, 'forUserId');
    }
    const id = randomUUID();
    const title = await this.seals.sealText(
      tx,
      task.caseId,
      planSealAddress.tasks(id),
      task.title.trim(),
    );
    await tx.query(
      `INSERT INTO tasks (id, kind, case_id, subject_id, for_user, due_at, title, opened_by)
       VALUES ($1, 'own', $2, $1, $3, $4, $5, $6)`,
      [id, task.caseId, forUser, endOfDay(task.dueOn, this.time), title, tx.actor.userId],
    );
    await record(tx, { action: 'tasks.make', kind: 'task', ids: [id, task.caseId] });
    return { id };
  }

  async find(tx: Tx, id: string, lock = false): Promise<TaskRow> {
    const task = await taskOf(tx, id, lock);
    if (!task) throw notFound();
    return task;
  }

  async findOpen(tx: Tx, id: string): Promise<TaskRow> {
    const task = await this.find(tx, id, true);
    if (task.doneAt) throw new DomainError('conflict', 'plans.done_already');
    return task;
  }

  private async changed(tx: Tx, task: TaskRow, change: string): Promise<void> {
    await tx.query('INSERT INTO task_changes (task_id, change, by) VALUES ($1, $2, $3)', [
      task.id,
      change,
      tx.actor.userId,
    ]);
    await this.record(tx, task, change);
  }

  /** That a task is done, or waits again, the database adds to its changes itself. */
  record(tx: Tx, { id, kind, subjectId }: TaskRow, change: string): Promise<void> {
    return record(tx, {
      action: `tasks.${change}`,
      kind: 'task',
      ...this.about(id, kind, subjectId),
    });
  }

  private about(id: string, kind: string, subjectId: string | null) {
    const apart = this.kinds.of(kind).apart ?? false;
    return { ids: apart && subjectId ? [id, subjectId] : [id], apart };
  }

  /** Opening what somebody wrote about a person is recorded, once for the whole list. */
  private async shown(tx: Tx, rows: readonly TaskRow[]): Promise<Task[]> {
    const titled = rows.filter(({ title, caseId }) => title && caseId);
    const texts = await this.seals.openTexts(
      tx,
      titled.map(({ id, caseId, title }) => ({
        caseId: caseId!,
        place: planSealAddress.tasks(id),
        sealed: title!,
      })),
    );
    if (titled.length > 0) {
      const ids = titled.map(({ id }) => id);
      await record(tx, { action: 'tasks.read', kind: 'task', ids, fields: ['title'] });
    }
    const about = await this.kinds.about(tx, rows);
    const titles = new Map(titled.map(({ id }, place) => [id, texts[place] ?? null]));
    return rows.map((row) => {
      const { byHand, path } = this.kinds.of(row.kind);
      return {
        ...row,
        title: titles.get(row.id) ?? null,
        when: dueStateOf(row.dueAt, tx.now, this.time),
        path: path(row),
        byHand,
        about: (row.subjectId && about.get(row.subjectId)) || null,
      };
    });
  }

  private async horizon(tx: Tx): Promise<TaskHorizon> {
    const days = await settingOf(tx, 'task_days_ahead', 14);
    return {
      tomorrow: startOfDay(addDays(tx.today, 1), this.time),
      until: startOfDay(addDays(tx.today, days + 1), this.time),
    };
  }
}

export interface Holder {
  readonly id: string;
  readonly name: string;
}

export const holdersOf = (tx: Tx, caseId: string): Promise<Holder[]> =>
  tx.query<Holder>('SELECT user_id AS id, name FROM case_holders($1)', [caseId]);
