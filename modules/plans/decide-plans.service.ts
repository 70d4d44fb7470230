import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit';
import { CaseSeals } from '../beneficiaries';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import { programmeTime } from '../platform/database/programme-time';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { addDays } from '../platform/shared/nights.rules';
import { closePlanTasks } from './draft-plans.service';
import { planSealAddress } from './plan-seals.data';
import { type PlanRow, plansOf, supervisors } from './plan.queries';
import { checkDecider, checkSending, type PlanState } from './plan.rules';
import { PlanTasks } from './plan-tasks.service';
import { ReadPlans } from './read-plans.service';
import { settingOf } from './settings.queries';
import { endOfDay } from './task.rules';

/** Sending a plan to a supervisor, who approves it or returns it with a word. */
@Injectable()
export class DecidePlans {
  constructor(
    private readonly transactions: Transactions,
    private readonly read: ReadPlans,
    private readonly seals: CaseSeals,
    private readonly tasks: PlanTasks,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Those who may be asked: supervisors who wrote nothing of it. */
  approvers(actor: Actor, caseId: string): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.read.mustSeeCare(tx, caseId);
      const open = (await plansOf(tx, caseId)).find(({ state }) => state === 'draft');
      const writers = [...(open?.writers ?? []), actor.userId];
      return (await supervisors(tx)).filter(({ id }) => !writers.includes(id));
    });
  }

  send(actor: Actor, caseId: string, approverId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.read.mustSeeCare(tx, caseId);
      const plan = await lockOpen(tx, caseId);
      if (plan.state === 'sent') throw new DomainError('conflict', 'plans.is_sent');
      const { draft } = await this.read.fileIn(tx, caseId);
      checkSending(draft!);
      const known = (await supervisors(tx)).some(({ id }) => id === approverId);
      if (!known || [...plan.writers, actor.userId].includes(approverId)) {
        throw new DomainError('invalid', 'plans.cannot_approve', {}, 'approverId');
      }
      await this.openFileTo(tx, caseId, approverId);
      await tx.query(
        `UPDATE plans SET state = 'sent', sent_by = $2, sent_at = mawa_now() WHERE id = $1`,
        [plan.id, actor.userId],
      );
      await this.moved(tx, plan, 'sent');
      await closePlanTasks(tx, caseId, ['plan_returned']);
      const days = await settingOf(tx, 'plan_approval_days', 5);
      const due = endOfDay(addDays(tx.today, days), programmeTime(this.env));
      await tx.query(`SELECT add_task('plan_approval', $1, $2, NULL, $3, $4)`, [
        caseId,
        plan.id,
        approverId,
        due,
      ]);
      await record(tx, { action: 'plans.send', kind: 'plan', ids: [plan.id, caseId, approverId] });
    });
  }

  approve(actor: Actor, caseId: string): Promise<{ version: number }> {
    return this.transactions.run(actor, async (tx) => {
      const plan = await this.sentPlan(tx, caseId);
      const before = (await plansOf(tx, caseId)).find(({ state }) => state === 'approved');
      if (before) {
        await tx.query(`UPDATE plans SET state = 'replaced' WHERE id = $1`, [before.id]);
        await this.moved(tx, before, 'replaced');
      }
      await tx.query(
        `UPDATE plans SET state = 'approved', decided_by = $2, decided_at = mawa_now() WHERE id = $1`,
        [plan.id, actor.userId],
      );
      await this.moved(tx, plan, 'approved');
      await closePlanTasks(tx, caseId, ['plan_approval']);
      await this.tasks.follow(tx, caseId);
      await record(tx, { action: 'plans.approve', kind: 'plan', ids: [plan.id, caseId] });
      return { version: plan.version };
    });
  }

  sendBack(actor: Actor, caseId: string, note: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const plan = await this.sentPlan(tx, caseId);
      const [sender] = await tx.query<{ id: string }>(
        `UPDATE plans SET state = 'draft', decided_by = $2, decided_at = mawa_now()
          WHERE id = $1 RETURNING sent_by AS id`,
        [plan.id, actor.userId],
      );
      await this.moved(tx, plan, 'draft', note.trim());
      await closePlanTasks(tx, caseId, ['plan_approval']);
      const due = endOfDay(addDays(tx.today, 2), programmeTime(this.env));
      await tx.query(`SELECT add_task('plan_returned', $1, $2, NULL, $3, $4)`, [
        caseId,
        plan.id,
        sender!.id,
        due,
      ]);
      await record(tx, { action: 'plans.send_back', kind: 'plan', ids: [plan.id, caseId] });
    });
  }

  /** Locked, so that of two who decide at once the second sees what the first decided. */
  private async sentPlan(tx: Tx, caseId: string): Promise<PlanRow> {
    await this.read.mustSeeCare(tx, caseId);
    const plan = await lockOpen(tx, caseId);
    if (plan.state !== 'sent') throw new DomainError('conflict', 'plans.is_not_sent');
    checkDecider(tx.actor.userId, plan.writers);
    return plan;
  }

  /** Asking somebody to approve lets them read the file, for a time; the file's access page shows it. */
  private async openFileTo(tx: Tx, caseId: string, userId: string): Promise<void> {
    const [holder] = await tx.query('SELECT 1 FROM case_holders($1) WHERE user_id = $2', [
      caseId,
      userId,
    ]);
    if (holder) return;
    const [{ holds } = { holds: false }] = await tx.query<{ holds: boolean }>(
      'SELECT mawa_holds_fully($1) AS holds',
      [caseId],
    );
    if (!holds) throw new DomainError('forbidden', 'people.not_yours_to_hand_on');
    const days = await settingOf(tx, 'plan_approval_access_days', 30);
    const until = new Date(tx.now.getTime() + days * 86_400_000);
    try {
      // No longer than whoever asks has the file.
      await tx.query(
        `SELECT grant_access($1, 'user', $2, least($3::timestamptz, may_assign_until($1, $2)))`,
        [caseId, userId, until],
      );
    } catch (error) {
      // Blocked from this case: same error as for anybody who cannot approve.
      if (sqlState(error) !== '23514') throw error;
      throw new DomainError('invalid', 'plans.cannot_approve', {}, 'approverId');
    }
    await record(tx, { action: 'people.assign', kind: 'case', ids: [caseId, userId] });
  }

  private async moved(tx: Tx, plan: PlanRow, to: PlanState, note?: string): Promise<void> {
    const id = randomUUID();
    const sealed = note
      ? await this.seals.sealText(tx, plan.caseId, planSealAddress.plan_states(id), note)
      : null;
    await tx.query(
      `INSERT INTO plan_states (id, plan_id, case_id, from_state, to_state, by, note)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, plan.id, plan.caseId, plan.state, to, tx.actor.userId, sealed],
    );
  }
}

async function lockOpen(tx: Tx, caseId: string): Promise<PlanRow> {
  await tx.query(
    `SELECT 1 FROM plans WHERE case_id = $1 AND state IN ('draft', 'sent') FOR UPDATE`,
    [caseId],
  );
  const rows = await plansOf(tx, caseId);
  const open = rows.find(({ state }) => state === 'draft' || state === 'sent');
  if (open) return open;
  if (rows.length > 0) throw new DomainError('conflict', 'plans.is_not_sent');
  throw notFound();
}
