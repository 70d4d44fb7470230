import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit';
import { CaseSeals } from '../beneficiaries';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeTime } from '../platform/database/programme-time';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import { planSealAddress } from './plan-seals.data';
import type { ProgressState } from './plan.rules';
import { type PlanStep, ReadPlans } from './read-plans.service';
import { endOfDay } from './task.rules';

export interface NewProgress {
  readonly of: 'goal' | 'step';
  readonly key: string;
  readonly state: ProgressState;
  readonly note?: string | null;
}

const isOpen = ({ progress }: PlanStep): boolean =>
  progress?.state !== 'done' && progress?.state !== 'set_aside';

/** How goals and steps go; a step with a day is a task until it is done. */
@Injectable()
export class PlanTasks {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadPlans,
    private readonly seals: CaseSeals,
    @Inject(ENV) private readonly env: Env,
  ) {}

  progress(actor: Actor, caseId: string, step: NewProgress): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const { current } = await this.read.fileIn(tx, caseId);
      const keys = (current?.goals ?? []).flatMap((goal) =>
        step.of === 'goal' ? [goal.key] : goal.steps.map(({ key }) => key),
      );
      if (!keys.includes(step.key)) throw notFound();
      const id = randomUUID();
      const note = step.note?.trim()
        ? await this.seals.sealText(tx, caseId, planSealAddress.plan_progress(id), step.note.trim())
        : null;
      await tx.query(
        // Always after the last: the newest counts, also within one instant.
        `INSERT INTO plan_progress (id, case_id, of, key, state, by, note, at)
         SELECT $1, $2, $3, $4, $5, $6, $7, greatest(mawa_now(), max(at) + interval '1 millisecond')
           FROM plan_progress WHERE case_id = $2 AND key = $4`,
        [id, caseId, step.of, step.key, step.state, actor.userId, note],
      );
      await record(tx, {
        action: 'plans.progress',
        kind: 'case',
        ids: [caseId, step.key],
        fields: [step.state],
      });
      if (step.of === 'step') await this.follow(tx, caseId);
      return { id };
    });
  }

  /** Tasks as the plan in force has them: what is done or dropped closes, what is due opens. */
  async follow(tx: Tx, caseId: string): Promise<void> {
    const { current } = await this.read.fileIn(tx, caseId);
    const time = programmeTime(this.env);
    const due = (current?.goals ?? [])
      .flatMap(({ steps }) => steps)
      .filter((step) => step.dueOn !== null && isOpen(step));
    const keys = due.map(({ key }) => key);
    const users = due.map(({ userId }) => userId);
    const roles = due.map(({ userId }) => (userId ? null : 'reintegration_officer'));
    const days = due.map(({ dueOn }) => endOfDay(dueOn!, time));
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $3
        WHERE case_id = $1 AND kind = 'plan_step' AND done_at IS NULL AND NOT subject_id = ANY ($2::uuid[])`,
      [caseId, keys, tx.actor.userId],
    );
    await tx.query(
      `UPDATE tasks t SET due_at = s.due_at, for_user = s.for_user, for_role = s.for_role,
              taken_by = CASE WHEN s.for_user IS NULL THEN t.taken_by END
         FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS s (key, for_user, for_role, due_at)
        WHERE t.case_id = $1 AND t.kind = 'plan_step' AND t.done_at IS NULL AND t.subject_id = s.key
          AND (t.for_user, t.for_role, t.due_at) IS DISTINCT FROM (s.for_user, s.for_role, s.due_at)
          -- What was put off stays put off, as long as the plan says the same.
          AND NOT ((t.for_user, t.for_role) IS NOT DISTINCT FROM (s.for_user, s.for_role) AND EXISTS (
            SELECT 1 FROM task_changes h WHERE h.task_id = t.id AND h.change = 'postponed' AND h.due_before >= s.due_at))`,
      [caseId, keys, users, roles, days],
    );
    // Marked done and taken back on the same day: the same task waits again.
    await tx.query(
      `UPDATE tasks t SET done_at = NULL, done_by = NULL
        WHERE t.case_id = $1 AND t.kind = 'plan_step' AND t.subject_id = ANY ($2::uuid[])
          AND mawa_day(t.done_at) = mawa_day(mawa_now())
          AND t.id = (SELECT n.id FROM tasks n WHERE n.case_id = $1 AND n.kind = 'plan_step'
                       AND n.subject_id = t.subject_id ORDER BY n.done_at DESC NULLS FIRST, n.id LIMIT 1)`,
      [caseId, keys],
    );
    await tx.query(
      `SELECT add_task('plan_step', $1, s.key, s.for_role, s.for_user, s.due_at)
         FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) AS s (key, for_user, for_role, due_at)
        WHERE NOT EXISTS (SELECT 1 FROM tasks t WHERE t.case_id = $1 AND t.kind = 'plan_step'
                AND t.subject_id = s.key AND t.done_at IS NULL)`,
      [caseId, keys, users, roles, days],
    );
    await this.name(tx, caseId, due);
  }

  /** Copies the text of a step to its task, sealed for the row of the task. */
  private async name(tx: Tx, caseId: string, due: readonly PlanStep[]): Promise<void> {
    const rows = await tx.query<{ id: string; key: string }>(
      `SELECT id, subject_id AS key FROM tasks WHERE case_id = $1 AND kind = 'plan_step' AND done_at IS NULL`,
      [caseId],
    );
    const named = rows.flatMap(({ id, key }) => {
      const text = due.find((step) => step.key === key)?.what;
      return text ? [{ id, text }] : [];
    });
    const sealed = await this.seals.sealTexts(
      tx,
      caseId,
      named.map(({ id, text }) => ({ place: planSealAddress.tasks(id), text: text.slice(0, 200) })),
    );
    await tx.query(
      `UPDATE tasks t SET title = s.title FROM unnest($1::uuid[], $2::bytea[]) AS s (id, title) WHERE t.id = s.id`,
      [named.map(({ id }) => id), sealed],
    );
  }
}
