import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { ofAPlan } from './commitment.errors';
import {
  CANCELLATION_REASONS,
  OrderCommitment,
  type CancellationReason,
} from './order-commitment.service';
import { PayCommitment, UNDO_REASONS, type UndoReason } from './pay-commitment.service';
import {
  RequestCommitment,
  WITHDRAWAL_REASONS,
  type WithdrawalReason,
} from './request-commitment.service';

export const MANUAL_STEPS = [
  'requested',
  'withdrawn',
  'committed',
  'received',
  'invoiced',
  'paid',
  'cancelled',
  'undone',
] as const;
export type ManualStep = (typeof MANUAL_STEPS)[number];

export const STEP_REASONS = [
  ...new Set([...WITHDRAWAL_REASONS, ...CANCELLATION_REASONS, ...UNDO_REASONS]),
] as readonly string[];

export interface StepInput {
  readonly step: ManualStep;
  readonly amount?: string;
  readonly on?: string;
  readonly document?: string;
  readonly invoiceId?: string;
  readonly stepId?: string;
  readonly reason?: string;
  readonly confirmed?: boolean;
}

/** The step, or the commitment itself where it was asked for or withdrawn. */
export interface StepResult {
  readonly id?: string;
  readonly stepId?: string;
  /** Of a payment: what the line has borne, and what of it no money of the donor covers. */
  readonly spent?: string;
  readonly unfunded?: string;
}

/** Takes any step of an order other than its decision, and checks which fields that step needs. */
@Injectable()
export class TakeStep {
  constructor(
    private readonly requests: RequestCommitment,
    private readonly orders: OrderCommitment,
    private readonly payments: PayCommitment,
    private readonly transactions: Transactions,
  ) {}

  async take(
    actor: Actor,
    id: string,
    taken: StepInput,
    requestId: string | null = null,
  ): Promise<StepResult> {
    await this.transactions.run(actor, (tx) => mustBeOrder(tx, id));
    const { step, document, confirmed = false } = taken;
    const needed = (...fields: (keyof StepInput)[]) => requireFields(taken, fields);
    const because = <T extends string>(reasons: readonly T[]) => reasonAmong(taken, reasons);
    switch (step) {
      case 'requested':
        return this.requests.request(actor, id);
      case 'withdrawn':
        return this.requests.withdraw(actor, id, because<WithdrawalReason>(WITHDRAWAL_REASONS));
      case 'committed':
        return this.orders.order(actor, id, requestId);
      case 'cancelled': {
        const reason = because<CancellationReason>(CANCELLATION_REASONS);
        const part = taken.amount === undefined ? {} : { amount: taken.amount };
        return this.orders.cancel(actor, id, { ...part, reason }, requestId);
      }
      case 'received': {
        const { amount, on } = needed('amount', 'on');
        const delivery = { amount, on, ...(document && { document }), confirmed };
        return this.payments.receive(actor, id, delivery, requestId);
      }
      case 'invoiced': {
        const { amount, on, document } = needed('amount', 'on', 'document');
        return this.payments.invoice(actor, id, { amount, on, document, confirmed }, requestId);
      }
      case 'paid': {
        const { amount, on, invoiceId } = needed('amount', 'on', 'invoiceId');
        const payment = { amount, on, invoiceId, ...(document && { document }), confirmed };
        return this.payments.pay(actor, id, payment, requestId);
      }
      case 'undone': {
        const { stepId } = needed('stepId');
        const reason = because<UndoReason>(UNDO_REASONS);
        return this.payments.undo(actor, id, { stepId, reason }, requestId);
      }
    }
  }
}

/** What a plan asked for is paid and let go in the plan. */
async function mustBeOrder(tx: Tx, id: string): Promise<void> {
  const [row] = await tx.query<{ origin: string }>('SELECT origin FROM commitments WHERE id = $1', [
    id,
  ]);
  if (row?.origin === 'plan') throw ofAPlan();
}

function requireFields(
  taken: StepInput,
  fields: readonly (keyof StepInput)[],
): Record<string, string> & {
  amount: string;
  on: string;
  document: string;
  invoiceId: string;
  stepId: string;
} {
  const missing = fields.filter((field) => taken[field] === undefined);
  if (missing.length > 0) {
    throw new FieldErrors(
      missing.map((field) => new DomainError('invalid', 'common.required', {}, field)),
    );
  }
  return taken as never;
}

function reasonAmong<T extends string>({ reason }: StepInput, reasons: readonly T[]): T {
  const found = reasons.find((one) => one === reason);
  if (found === undefined) throw new DomainError('invalid', 'common.not_choice', {}, 'reason');
  return found;
}
