import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';
import { entriesOfSource, post, reversalEntries } from '../ledger-posting.queries';
import { openFinanceTask } from '../ledger.service';
import { convert, splitByAvailable, toCent, written } from '../money.rules';
import { money, outOfTurn, tooMuch } from './commitment.errors';
import { progressOf, settleInvoice } from './commitment.rules';
import { addStep, bookCommitmentStep, refuseClosedDay } from './commitment-steps.queries';
import {
  owedAmount,
  rateForChoice,
  rateOfStep,
  lockCommitment,
  type LockedCommitment,
} from './commitment-lock.queries';
import { refuseSameStep } from './likely-duplicates.queries';
import { releaseOfPart } from './order-commitment.service';

export interface Delivery {
  readonly amount: string;
  readonly on: CivilDate;
  readonly document?: string;
  /** It looks like one that is here already, and is another. */
  readonly confirmed?: boolean;
}

export interface Invoice extends Delivery {
  readonly document: string;
}

export interface Payment extends Delivery {
  readonly invoiceId: string;
}

export const UNDO_REASONS = ['mistake', 'returned', 'wrong_document'] as const;
export type UndoReason = (typeof UNDO_REASONS)[number];

const SOURCE = { invoiced: 'invoice', paid: 'payment' } as const;

/** An order comes in, is invoiced and paid, in parts or whole; a mistake is taken back, never changed. */
@Injectable()
export class PayCommitment {
  constructor(private readonly transactions: Transactions) {}

  receive(actor: Actor, id: string, delivery: Delivery, requestId: string | null = null) {
    return this.step(actor, 'budget.receive', { id, ...delivery }, requestId, async (tx) => {
      const turn = await ordered(tx, id);
      checkDay(tx, delivery.on);
      await refuseClosedDay(tx, delivery.on);
      refuseBeyond(turn, 'received', delivery.amount, progressOf(turn).toReceive);
      const { confirmed, ...received } = delivery;
      if (!confirmed) await refuseSameStep(tx, turn, 'received', received);
      return { stepId: (await addStep(tx, id, { step: 'received', ...received })).id };
    });
  }

  /** Spends the money: what was kept for it is let go, and the debt stands until it is paid. */
  invoice(actor: Actor, id: string, invoice: Invoice, requestId: string | null = null) {
    return this.step(actor, 'budget.invoice', { id, ...invoice }, requestId, async (tx) => {
      const turn = await ordered(tx, id);
      checkDay(tx, invoice.on);
      refuseBeyond(turn, 'invoiced', invoice.amount, progressOf(turn).toInvoice);
      if (!invoice.confirmed) await refuseSameStep(tx, turn, 'invoiced', invoice);
      return bookInvoice(tx, turn, invoice);
    });
  }

  pay(actor: Actor, id: string, payment: Payment, requestId: string | null = null) {
    return this.step(actor, 'budget.pay', { id, ...payment }, requestId, async (tx) => {
      const turn = await ordered(tx, id);
      checkDay(tx, payment.on);
      await refuseClosedDay(tx, payment.on);
      if (!payment.confirmed) await refuseSameStep(tx, turn, 'paid', payment);
      return bookPayment(tx, turn, payment);
    });
  }

  /** Takes back a delivery, an invoice or a payment, by entries of today. */
  undo(
    actor: Actor,
    id: string,
    { stepId, reason }: { stepId: string; reason: UndoReason },
    requestId: string | null = null,
  ) {
    return this.step(actor, 'budget.undo_step', { id, stepId, reason }, requestId, async (tx) => {
      const turn = await ordered(tx, id);
      const [undone] = await tx.query<{ step: string }>(
        'SELECT step FROM commitment_steps WHERE id = $1 AND commitment_id = $2',
        [stepId, id],
      );
      if (!undone) throw notFound();
      const { id: added } = await addStep(tx, id, { step: 'undone', undoes: stepId, reason });
      if (undone.step === 'invoiced' || undone.step === 'paid') {
        await takeBack(tx, turn, { sourceKind: SOURCE[undone.step], sourceId: stepId, reason });
      }
      return { stepId: added };
    });
  }

  private step<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.transactions.once(actor, { useCase: useCase, body, requestId }, (tx) => work(tx));
  }
}

export async function ordered(tx: Tx, id: string): Promise<LockedCommitment> {
  const turn = await lockCommitment(tx, id);
  if (turn.state !== 'committed') throw outOfTurn();
  return turn;
}

export function checkDay(tx: Tx, on: CivilDate): void {
  if (!isCivilDate(on)) throw new DomainError('invalid', 'common.not_date', {}, 'on');
  if (on > tx.today) throw new DomainError('invalid', 'budget.not_happened_yet', {}, 'on');
}

function refuseBeyond(
  { currency }: LockedCommitment,
  what: 'received' | 'invoiced' | 'paid',
  amount: string,
  rest: string,
): void {
  if (!toCent(amount).greaterThan(0)) {
    throw new DomainError('invalid', 'budget.bad_amount', {}, 'amount');
  }
  if (toCent(amount).greaterThan(rest)) throw tooMuch(what, money(rest, currency));
}

export async function bookInvoice(
  tx: Tx,
  turn: LockedCommitment,
  { confirmed: _, ...invoice }: Invoice,
) {
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, invoice.on);
  const cost = convert(invoice.amount, rate.rate);
  // Nothing would stand in the ledger of what was paid.
  if (cost.isZero()) throw new DomainError('invalid', 'budget.below_a_cent', {}, 'amount');
  const released = await releaseOfPart(tx, turn, invoice.amount);
  const { id } = await addStep(tx, turn.id, { step: 'invoiced', ...invoice });
  const room = toCent(turn.budget).minus(turn.balances.spent);
  const split = splitByAvailable(invoice.amount, cost, room);
  const freed = released?.amount ?? '0';
  await bookCommitmentStep(tx, turn, { kind: 'invoice', id, on: invoice.on, rate }, [
    ['committed', toCent(freed).negated(), toCent(invoice.amount).negated()],
    ['reserve', freed, invoice.amount],
    ['spent', split.spent, split.originalSpent],
    ['unfunded', split.unfunded, split.originalUnfunded],
    ['payable', cost.negated(), toCent(invoice.amount).negated()],
  ]);
  const unfunded = written(split.unfunded);
  if (unfunded !== '0.00') await openFinanceTask(tx, turn.lineId);
  return { stepId: id, spent: written(split.spent), unfunded };
}

export async function bookPayment(
  tx: Tx,
  turn: LockedCommitment,
  { confirmed: _, ...payment }: Payment,
) {
  const [invoice] = await tx.query<{ amount: string; paid: string }>(
    `SELECT i.amount, coalesce((SELECT sum(p.amount) FROM commitment_steps p WHERE p.invoice_id = i.id
              AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = p.id)), 0.00) AS paid
       FROM commitment_steps i WHERE i.id = $1 AND i.commitment_id = $2 AND i.step = 'invoiced'
        AND NOT EXISTS (SELECT 1 FROM commitment_steps x WHERE x.undoes = i.id)`,
    [payment.invoiceId, turn.id],
  );
  if (!invoice) throw new DomainError('invalid', 'common.not_choice', {}, 'invoiceId');
  const rest = toCent(invoice.amount).minus(invoice.paid);
  refuseBeyond(turn, 'paid', payment.amount, written(rest));
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, payment.on);
  const booked = await rateOfStep(tx, 'invoice', payment.invoiceId);
  const settled = settleInvoice(
    await owedAmount(tx, turn, payment.invoiceId),
    { payment: payment.amount, restOfInvoice: rest.minus(payment.amount) },
    { invoice: booked?.rate ?? '0', payment: rate.rate },
  );
  const { id } = await addStep(tx, turn.id, { step: 'paid', ...payment });
  await bookCommitmentStep(tx, turn, { kind: 'payment', id, on: payment.on, rate }, [
    ['payable', settled.debt, payment.amount],
    ['funds', settled.cash.negated(), toCent(payment.amount).negated()],
    ['exchange', settled.exchange, '0'],
  ]);
  return { stepId: id, paid: written(settled.cash), exchange: written(settled.exchange) };
}

export async function takeBack(
  tx: Tx,
  { id: commitmentId, grantId }: LockedCommitment,
  {
    reason,
    ...source
  }: { sourceKind: 'invoice' | 'payment'; sourceId: string; reason: UndoReason },
): Promise<void> {
  const booked = await entriesOfSource(tx, source);
  if (booked.length === 0) return;
  const { factOn, transactionId: reverses } = booked[0]!;
  const what = { grantId, factOn, sourceId: source.sourceId, reverses, reason, commitmentId };
  await post(tx, what, reversalEntries(booked));
}
