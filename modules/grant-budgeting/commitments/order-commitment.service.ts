import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { DomainError } from '../../platform/shared/domain.errors';
import { convert, toCent, written } from '../money.rules';
import { releaseForOrder, adjustReservation } from './agreement-reserve.queries';
import {
  agreementEnded,
  beyondTheLine,
  beyondTheRule,
  money,
  outOfTurn,
  tooMuch,
} from './commitment.errors';
import { availableOf, releasedReservation, progressOf } from './commitment.rules';
import { addStep, bookCommitmentStep } from './commitment-steps.queries';
import {
  rateForChoice,
  rateOfStep,
  reservedAmount,
  lockCommitment,
  type LockedCommitment,
} from './commitment-lock.queries';

export const CANCELLATION_REASONS = [
  'not_needed',
  'not_delivered',
  'other_supplier',
  'mistake',
] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

export interface OrderResult {
  readonly stepId: string;
  /** In the grant's currency. */
  readonly committed: string;
  /** What the line can still promise. */
  readonly left: string;
}

/** What was agreed is ordered, and its money kept for it; what is not wanted any more is let go. */
@Injectable()
export class OrderCommitment {
  constructor(private readonly transactions: Transactions) {}

  order(actor: Actor, id: string, requestId: string | null = null): Promise<OrderResult> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.order', body: { id }, requestId },
      (tx) => this.orderIn(tx, id),
    );
  }

  cancel(
    actor: Actor,
    id: string,
    what: { amount?: string; reason: CancellationReason },
    requestId: string | null = null,
  ): Promise<{ stepId: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'budget.cancel_order', body: { id, ...what }, requestId },
      (tx) => this.cancelIn(tx, id, what),
    );
  }

  async orderIn(tx: Tx, id: string): Promise<OrderResult> {
    const turn = await lockCommitment(tx, id);
    if (turn.state !== 'approved') throw outOfTurn();
    if (turn.agreement !== null && turn.agreementEnds! < tx.today) {
      throw agreementEnded({ agreement: turn.agreement, day: turn.agreementEnds! });
    }
    const rate = await rateForChoice(tx, turn.grantId, turn.currency, tx.today);
    const needed = convert(turn.amount, rate.rate);
    const { committed, spent } = turn.balances;
    const order = { lineId: turn.lineId, needed: written(needed) };
    const kept =
      turn.agreementId === null ? null : await releaseForOrder(tx, turn.agreementId, order);
    const held = availableOf(turn.budget, committed, spent).plus(kept?.freed ?? 0);
    const left = held.minus(needed);
    if (left.isNegative()) await this.refuseUnlessAgreed(tx, turn, written(needed), written(held));
    const { id: stepId } = await addStep(tx, id, { step: 'committed', amount: turn.amount });
    await kept?.book(stepId);
    await bookCommitmentStep(tx, turn, { kind: 'commitment', id: stepId, on: tx.today, rate }, [
      ['committed', needed, turn.amount],
      ['reserve', needed.negated(), toCent(turn.amount).negated()],
    ]);
    return { stepId, committed: written(needed), left: written(left) };
  }

  /** Beyond its line only with a second person, and only as far as the rule goes. */
  private async refuseUnlessAgreed(
    tx: Tx,
    turn: LockedCommitment,
    needed: string,
    left: string,
  ): Promise<void> {
    const [rule] = await tx.query<{ share: string; agreed: boolean }>(
      `SELECT (mawa_setting('commitment_over_share'))::numeric::text AS share, EXISTS (SELECT 1 FROM commitment_steps
        WHERE commitment_id = $1 AND step = 'over_agreed') AS agreed`,
      [turn.id],
    );
    const { lineCode: line, grantCurrency: currency, budget, balances } = turn;
    const over = toCent(needed).minus(left);
    const limit = convert(budget, rule!.share);
    if (rule!.agreed && over.lessThanOrEqualTo(limit)) return;
    if (rule!.agreed) {
      const figures = { over: written(over), limit: written(limit) };
      throw beyondTheRule({
        line,
        over: money(figures.over, currency),
        limit: money(figures.limit, currency),
      });
    }
    throw beyondTheLine({
      line,
      needed: money(needed, currency),
      left: money(left, currency),
      budget: money(budget, currency),
      committed: money(balances.committed, currency),
      spent: money(balances.spent, currency),
    });
  }

  async cancelIn(
    tx: Tx,
    id: string,
    { amount, reason }: { amount?: string; reason: CancellationReason },
  ): Promise<{ stepId: string }> {
    const turn = await lockCommitment(tx, id);
    if (turn.state !== 'committed') throw outOfTurn();
    const { toReceive } = progressOf(turn);
    const cancelled = amount ?? toReceive;
    if (toCent(cancelled).greaterThan(toReceive) || toCent(cancelled).isZero()) {
      throw refusedPart(turn, toReceive);
    }
    const { id: stepId } = await addStep(tx, id, { step: 'cancelled', amount: cancelled, reason });
    await release(tx, turn, { kind: 'release', id: stepId, part: cancelled });
    if (turn.agreementId !== null) await adjustReservation(tx, turn.agreementId, stepId);
    return { stepId };
  }
}

const refusedPart = ({ currency }: LockedCommitment, toReceive: string): DomainError =>
  tooMuch('cancelled', money(toReceive, currency));

/** Lets go of what was reserved for a part of the order, at the rate of the order. */
export async function releaseOfPart(tx: Tx, turn: LockedCommitment, part: string) {
  const [ordered] = await tx.query<{ id: string }>(
    `SELECT id FROM commitment_steps WHERE commitment_id = $1 AND step = 'committed'`,
    [turn.id],
  );
  const rate = await rateOfStep(tx, 'commitment', ordered!.id);
  if (rate === null) return null;
  const rest = toCent(turn.committed).minus(turn.cancelled).minus(turn.invoiced).minus(part);
  return { rate, amount: releasedReservation(await reservedAmount(tx, turn), rest, rate.rate) };
}

async function release(
  tx: Tx,
  turn: LockedCommitment,
  { kind, id, part }: { kind: 'release'; id: string; part: string },
): Promise<void> {
  const released = await releaseOfPart(tx, turn, part);
  if (released === null) return;
  const { rate, amount } = released;
  await bookCommitmentStep(tx, turn, { kind, id, on: tx.today, rate }, [
    ['committed', amount.negated(), toCent(part).negated()],
    ['reserve', amount, part],
  ]);
}
