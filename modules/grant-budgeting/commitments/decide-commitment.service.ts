import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { money, roleMayNot } from './commitment.errors';
import { addStep } from './commitment-steps.queries';
import { lockCommitment } from './commitment-lock.queries';
import { OrderCommitment } from './order-commitment.service';

export const DECISIONS = ['approved', 'refused', 'over_agreed'] as const;
export type Decision = (typeof DECISIONS)[number];
export const REFUSAL_REASONS = [
  'not_eligible',
  'too_dear',
  'not_needed',
  'papers_missing',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export interface ApprovalProgress {
  readonly state: string;
  /** How many people have agreed, and how many must. */
  readonly agreed: number;
  readonly needed: number;
}

/** Somebody else looks and agrees: never to what they asked for themselves, which the database sees to. */
@Injectable()
export class DecideCommitment {
  constructor(
    private readonly transactions: Transactions,
    private readonly orders: OrderCommitment,
  ) {}

  decide(
    actor: Actor,
    id: string,
    { decision, reason }: { decision: Decision; reason?: RefusalReason },
  ): Promise<ApprovalProgress> {
    return this.transactions.run(actor, async (tx) => {
      const [asked] = await tx.query<{
        estimate: string;
        currency: string;
        ofPlan: boolean;
        madeBy: string;
      }>(
        `SELECT c.estimate, g.currency, c.origin = 'plan' AS "ofPlan", c.made_by AS "madeBy" FROM commitments c JOIN grants g ON g.id = c.grant_id WHERE c.id = $1`,
        [id],
      );
      if (!asked) throw notFound();
      // Ending a plan locks the same row.
      if (asked.ofPlan) await lockCommitment(tx, id);
      const more = {
        commitment_role_may_agree: () => roleMayNot(money(asked.estimate, asked.currency)),
      };
      const refusal = decision === 'refused' ? { reason: reason ?? 'not_needed' } : {};
      await addStep(tx, id, { step: decision, ...refusal }, more);
      // For a plan the refusal is shown in the plan; every other requester is told by a task.
      if (decision === 'refused' && !asked.ofPlan)
        await tx.query(
          `SELECT add_task('commitment_refused', NULL, $1, NULL, $2, mawa_now() + interval '2 days')`,
          [id, asked.madeBy],
        );
      const decided = await decidedIn(tx, id);
      if (!asked.ofPlan || decided.state !== 'approved') return decided;
      // Nobody orders for a plan: its money is kept once it is agreed to, or nothing is changed.
      await this.orders.orderIn(tx, id);
      return decidedIn(tx, id);
    });
  }
}

async function decidedIn(tx: Tx, id: string): Promise<ApprovalProgress> {
  const [row] = await tx.query<ApprovalProgress>(
    `SELECT t.state, (SELECT count(*)::int FROM commitment_steps s WHERE s.commitment_id = c.id AND s.step = 'approved') AS agreed,
            coalesce((approval_band(c.estimate, $2::date)).approvals, 1)::int AS needed
       FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id WHERE c.id = $1`,
    [id, tx.today],
  );
  return row!;
}
