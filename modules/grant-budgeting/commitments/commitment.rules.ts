/** How far a commitment has come, and what may still be received, invoiced and paid: from its totals alone. */
import type { Decimal } from 'decimal.js';
import { convert, sumOf, toCent, written, type Amount } from '../money.rules';

export const COMMITMENT_STATES = [
  'planned',
  'requested',
  'approved',
  'refused',
  'withdrawn',
  'committed',
] as const;
export type CommitmentState = (typeof COMMITMENT_STATES)[number];

/** What people see: an order is received, invoiced and paid bit by bit, or cancelled. */
export type CommitmentStage = CommitmentState | 'received' | 'invoiced' | 'paid' | 'cancelled';

/** In the currency of the order. */
export interface CommitmentTotals {
  readonly state: CommitmentState;
  readonly committed: string;
  readonly received: string;
  readonly invoiced: string;
  readonly paid: string;
  readonly cancelled: string;
}

export interface CommitmentProgress {
  readonly stage: CommitmentStage;
  /** The stage was reached for a part of the order only. */
  readonly partial: boolean;
  readonly toReceive: string;
  readonly toInvoice: string;
  readonly toPay: string;
  readonly done: boolean;
}

export function progressOf(totals: CommitmentTotals): CommitmentProgress {
  const ordered = toCent(totals.committed).minus(totals.cancelled);
  const rest = {
    toReceive: written(ordered.minus(totals.received)),
    toInvoice: written(toCent(totals.received).minus(totals.invoiced)),
    toPay: written(toCent(totals.invoiced).minus(totals.paid)),
  };
  if (totals.state !== 'committed') {
    const done = totals.state === 'refused' || totals.state === 'withdrawn';
    return { stage: totals.state, partial: false, ...rest, done };
  }
  if (ordered.isZero()) return { stage: 'cancelled', partial: false, ...rest, done: true };
  const reached = (['paid', 'invoiced', 'received'] as const).find(
    (stage) => !toCent(totals[stage]).isZero(),
  );
  const partial = reached !== undefined && toCent(totals[reached]).lessThan(ordered);
  const done = reached === 'paid' && !partial;
  return { stage: reached ?? 'committed', partial, ...rest, done };
}

/** What a line can still promise. */
export const availableOf = (budget: Amount, committed: Amount, spent: Amount): Decimal =>
  toCent(budget).minus(committed).minus(spent);

/**
 * What of a reservation is let go when a part of the order is invoiced or cancelled: all but what the
 * rest of the order makes at the rate of the order, so that nothing is left when the rest is nothing.
 */
export const releasedReservation = (reserved: Amount, restOfOrder: Amount, rate: Amount): Decimal =>
  toCent(reserved).minus(convert(restOfOrder, rate));

export interface InvoiceSettlement {
  /** What the payment takes from the debt of the invoice, at the rate of the invoice. */
  readonly debt: Decimal;
  /** What left the account, at the rate of the payment. */
  readonly cash: Decimal;
  /** The difference: above zero a loss, below a gain. */
  readonly exchange: Decimal;
}

export function settleInvoice(
  owed: Amount,
  { payment, restOfInvoice }: { payment: Amount; restOfInvoice: Amount },
  rates: { invoice: Amount; payment: Amount },
): InvoiceSettlement {
  const debt = releasedReservation(owed, restOfInvoice, rates.invoice);
  const cash = convert(payment, rates.payment);
  return { debt, cash, exchange: cash.minus(debt) };
}

export interface Band {
  readonly above: string;
  readonly approvals: number;
  readonly roles: readonly string[];
}

export const sumWritten = (amounts: readonly Amount[]): string => written(sumOf(amounts));
