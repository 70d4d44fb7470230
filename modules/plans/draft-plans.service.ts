import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { CaseSeals } from '../beneficiaries';
import { isCode } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { planSealAddress } from './plan-seals.data';
import { type PlanRow, plansOf } from './plan.queries';
import { checkAgreedOn, type Dimension, type StepActor } from './plan.rules';
import { type Agreement, type PlanVersion, ReadPlans } from './read-plans.service';

export interface PlanStepInput {
  /** Key of a goal of an earlier version or of this draft; a new one if omitted. */
  readonly key?: string | null;
  readonly what: string;
  readonly who: StepActor;
  readonly userId?: string | null;
  readonly dueOn?: CivilDate | null;
}
export interface PlanGoalInput {
  readonly key?: string | null;
  readonly dimension: Dimension;
  readonly title: string;
  readonly steps?: readonly PlanStepInput[];
}
export interface PlanInput {
  /** Revision of the draft that was read; concurrent changes are not overwritten. */
  readonly revision: number;
  readonly wishes?: string | null;
  readonly agreement?: Agreement | null;
  readonly goals?: readonly PlanGoalInput[];
}

/** Writing the next version of a plan: one draft a person. */
@Injectable()
export class DraftPlans {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadPlans,
    private readonly seals: CaseSeals,
  ) {}

  /** Begins from what is in force, so that a change is a new version. */
  start(actor: Actor, caseId: string, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'plans.start', body: { caseId }, requestId },
      (tx) => this.startIn(tx, caseId),
    );
  }

  write(actor: Actor, caseId: string, plan: PlanInput): Promise<{ revision: number }> {
    return this.transactions.run(actor, (tx) => this.writeIn(tx, caseId, plan));
  }

  async writeIn(tx: Tx, caseId: string, plan: PlanInput): Promise<{ revision: number }> {
    await this.read.mustSeeCare(tx, caseId);
    const draft = await this.lock(tx, caseId);
    if (draft.revision !== plan.revision) throw new DomainError('conflict', 'plans.written_over');
    await this.check(tx, caseId, plan);
    await this.replaceContent(tx, draft, plan);
    await this.wrote(tx, draft);
    await record(tx, { action: 'plans.write', kind: 'plan', ids: [draft.id, caseId] });
    return { revision: draft.revision + 1 };
  }

  drop(actor: Actor, caseId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.read.mustSeeCare(tx, caseId);
      const draft = await this.lock(tx, caseId);
      await tx.query(`UPDATE plans SET state = 'dropped' WHERE id = $1`, [draft.id]);
      await tx.query(
        `INSERT INTO plan_states (plan_id, case_id, from_state, to_state, by) VALUES ($1, $2, 'draft', 'dropped', $3)`,
        [draft.id, caseId, actor.userId],
      );
      await closePlanTasks(tx, caseId, ['plan_returned']);
      await record(tx, { action: 'plans.drop', kind: 'plan', ids: [draft.id, caseId] });
    });
  }

  async startIn(tx: Tx, caseId: string): Promise<{ id: string }> {
    await this.read.mustSeeCare(tx, caseId);
    // Two who begin at once: the second waits here and finds the first's draft.
    tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [`plan ${caseId}`]);
    const { current, draft } = await this.read.fileIn(tx, caseId);
    if (draft) throw new DomainError('conflict', 'plans.draft_open');
    const id = randomUUID();
    await tx.query(
      `INSERT INTO plans (id, case_id, version, based_on, author_id)
       SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4 FROM plans WHERE case_id = $2`,
      [id, caseId, current?.id ?? null, tx.actor.userId],
    );
    await tx.query(
      `INSERT INTO plan_states (plan_id, case_id, to_state, by) VALUES ($1, $2, 'draft', $3)`,
      [id, caseId, tx.actor.userId],
    );
    const created = { id, caseId, revision: 1 };
    if (current) await this.replaceContent(tx, created, copied(current));
    await this.wrote(tx, created);
    await record(tx, { action: 'plans.start', kind: 'plan', ids: [id, caseId] });
    return { id };
  }

  private async lock(tx: Tx, caseId: string): Promise<PlanRow> {
    await tx.query(
      `SELECT 1 FROM plans WHERE case_id = $1 AND state IN ('draft', 'sent') FOR UPDATE`,
      [caseId],
    );
    const rows = await plansOf(tx, caseId);
    const open = rows.find(({ state }) => state === 'draft' || state === 'sent');
    if (!open) throw notFound();
    if (open.state === 'sent') throw new DomainError('conflict', 'plans.is_sent');
    return open;
  }

  private async check(tx: Tx, caseId: string, { agreement, goals = [] }: PlanInput): Promise<void> {
    if (agreement) {
      checkAgreedOn(agreement.on, tx.today);
      if (!isCode('languages', agreement.language)) {
        throw new DomainError('invalid', 'common.not_choice', {}, 'agreement.language');
      }
    }
    const holders = await tx.query<{ id: string }>('SELECT user_id AS id FROM case_holders($1)', [
      caseId,
    ]);
    const keys = await tx.query<{ key: string }>(
      `SELECT key FROM plan_goals WHERE case_id = $1 UNION SELECT key FROM plan_steps WHERE case_id = $1`,
      [caseId],
    );
    const known = new Set(keys.map(({ key }) => key));
    const used = new Set<string>();
    const mustBeKnown = (key: string | null | undefined, field: string): void => {
      if (!key) return;
      if (!known.has(key) || used.has(key)) {
        throw new DomainError('invalid', 'common.invalid_value', {}, field);
      }
      used.add(key);
    };
    for (const [place, goal] of goals.entries()) {
      mustBeKnown(goal.key, `goals.${place}.key`);
      for (const [at, step] of (goal.steps ?? []).entries()) {
        mustBeKnown(step.key, `goals.${place}.steps.${at}.key`);
        if (step.userId && !holders.some(({ id }) => id === step.userId)) {
          const field = `goals.${place}.steps.${at}.userId`;
          throw new DomainError('invalid', 'plans.does_not_hold', {}, field);
        }
      }
    }
  }

  /** Four statements, however long the plan is. */
  private async replaceContent(
    tx: Tx,
    { id, caseId }: { id: string; caseId: string },
    { wishes, agreement, goals = [] }: Omit<PlanInput, 'revision'>,
  ): Promise<void> {
    const goalRows = goals.map((goal) => ({
      ...goal,
      id: randomUUID(),
      key: goal.key ?? randomUUID(),
    }));
    const stepRows = goalRows.flatMap((goal) =>
      (goal.steps ?? []).map((step) => ({
        ...step,
        id: randomUUID(),
        key: step.key ?? randomUUID(),
        goalKey: goal.key,
      })),
    );
    const said = wishes?.trim() ? wishes.trim() : null;
    const sealed = await this.seals.sealTexts(tx, caseId, [
      ...goalRows.map((goal) => ({
        place: planSealAddress.plan_goals(goal.id),
        text: goal.title.trim(),
      })),
      ...stepRows.map((step) => ({
        place: planSealAddress.plan_steps(step.id),
        text: step.what.trim(),
      })),
      ...(said ? [{ place: planSealAddress.plans(id), text: said }] : []),
    ]);
    await tx.query('DELETE FROM plan_goals WHERE plan_id = $1', [id]);
    await tx.query(
      `INSERT INTO plan_goals (id, plan_id, case_id, key, position, dimension, title)
       SELECT g.id, $1, $2, g.key, g.position, g.dimension, g.title
         FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::bytea[]) WITH ORDINALITY
           AS g (id, key, dimension, title, position)`,
      [
        id,
        caseId,
        goalRows.map((goal) => goal.id),
        goalRows.map((goal) => goal.key),
        goalRows.map((goal) => goal.dimension),
        sealed.slice(0, goalRows.length),
      ],
    );
    await tx.query(
      `INSERT INTO plan_steps (id, plan_id, case_id, goal_key, key, position, who, user_id, due_on, what)
       SELECT s.id, $1, $2, s.goal_key, s.key, s.position, s.who, s.user_id, s.due_on, s.what
         FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::date[], $9::bytea[])
           WITH ORDINALITY AS s (id, goal_key, key, who, user_id, due_on, what, position)`,
      [
        id,
        caseId,
        stepRows.map((step) => step.id),
        stepRows.map((step) => step.goalKey),
        stepRows.map((step) => step.key),
        stepRows.map((step) => step.who),
        stepRows.map((step) => step.userId ?? null),
        stepRows.map((step) => step.dueOn ?? null),
        sealed.slice(goalRows.length, goalRows.length + stepRows.length),
      ],
    );
    await tx.query(
      `UPDATE plans SET wishes = $2, agreement = $3, agreed_on = $4, agreed_how = $5, agreed_language = $6,
              revision = revision + 1 WHERE id = $1`,
      [
        id,
        said ? sealed.at(-1) : null,
        agreement?.decision ?? null,
        agreement?.on ?? null,
        agreement?.how ?? null,
        agreement?.language ?? null,
      ],
    );
  }

  private async wrote(tx: Tx, { id, caseId }: { id: string; caseId: string }): Promise<void> {
    await tx.query(
      `INSERT INTO plan_writers (plan_id, case_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [id, caseId, tx.actor.userId],
    );
  }
}

/** The person is asked again: a new version carries no agreement over. */
const copied = ({ wishes, goals }: PlanVersion): Omit<PlanInput, 'revision'> => ({
  wishes,
  goals: goals.map(({ key, dimension, title, steps }) => ({
    key,
    dimension,
    title: title ?? '',
    steps: steps.map((step) => ({ ...step, what: step.what ?? '' })),
  })),
});

export const closePlanTasks = (tx: Tx, caseId: string, kinds: readonly string[]) =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = $3
      WHERE case_id = $1 AND kind = ANY ($2) AND done_at IS NULL`,
    [caseId, kinds, tx.actor.userId],
  );
