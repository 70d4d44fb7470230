import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import {
  rateForChoice,
  type PartnerKind,
  convert,
  toCent,
  adjustReservation,
} from '../grant-budgeting';
import { liquidation } from './check-returns.service';
import { beyondTheAdvance, translatePartnerErrors } from './partner.errors';
import {
  addSubmission,
  addSubmissionStep,
  submissionById,
  totalOf,
  type SubmissionKind,
  type SubmissionStep,
} from './partner-submissions.queries';
import { refuseSameRefund } from './likely-duplicates.queries';
import { outstandingOf } from './partner.rules';
import {
  bookSubmissionStep,
  checkTransferDay,
  lockAgreement,
  reverseSubmissionStep,
} from './agreement-lock.queries';

export interface NewRefund {
  readonly on: CivilDate;
  readonly document: string;
  readonly rows: readonly { readonly lineId: string; readonly amount: string }[];
  /** It looks like a refund that is here already, and is another. */
  readonly confirmed?: boolean;
}

export const TAKE_BACK_REASONS = ['mistake', 'wrong_document', 'returned'] as const;
export type TakeBackReason = (typeof TAKE_BACK_REASONS)[number];

/** Bookings made by each step; steps without a booking need no reversal. */
const BOOKED: Record<SubmissionKind, Partial<Record<SubmissionStep, PartnerKind>>> = {
  advance: { paid: 'advance' },
  report: { accepted: 'liquidation', paid: 'reimbursement' },
  refund: { refunded: 'refund' },
};

/** Refunds from partners, and corrections by a step with a reversal of today. */
@Injectable()
export class PartnerRefunds {
  constructor(private readonly transactions: Transactions) {}

  refund(actor: Actor, agreementId: string, refund: NewRefund, requestId: string | null = null) {
    const once = { useCase: 'budget.partner_refund', body: { agreementId, ...refund }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => refundIn(tx, agreementId, refund)),
    );
  }

  /** The last step of a paper that moved money, or the acceptance of a report. */
  undo(actor: Actor, paperId: string, reason: TakeBackReason, requestId: string | null = null) {
    const once = { useCase: 'budget.partner_undo', body: { paperId, reason }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => undoIn(tx, paperId, reason)),
    );
  }
}

async function refundIn(tx: Tx, agreementId: string, refund: NewRefund) {
  const { on, document, rows } = refund;
  const turn = await lockAgreement(tx, agreementId);
  await checkTransferDay(tx, turn, on, { whileItRuns: false });
  const amount = totalOf(rows);
  const outstanding = outstandingOf(turn.totals);
  if (toCent(amount).greaterThan(outstanding)) {
    const { currency } = turn;
    const figures = { amount: `${amount} ${currency}`, outstanding: `${outstanding} ${currency}` };
    throw beyondTheAdvance(figures);
  }
  if (!refund.confirmed) await refuseSameRefund(tx, agreementId, refund);
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, on);
  const paper = { agreementId, kind: 'refund', document, rows } as const;
  const made = await addSubmission(tx, paper, { step: 'refunded', on, document });
  const cash = convert(amount, rate.rate);
  await bookSubmissionStep(tx, turn, { kind: 'refund', id: made.stepId, on, rate }, [
    [turn.accounts.funds, cash, amount],
    ...(await liquidation(tx, turn, { amount, rate })),
  ]);
  return { id: made.id, number: made.number, stepId: made.stepId, refunded: amount };
}

async function undoIn(tx: Tx, paperId: string, reason: TakeBackReason) {
  const [known] = await tx.query<{ kind: SubmissionKind }>(
    'SELECT kind FROM partner_papers WHERE id = $1',
    [paperId],
  );
  if (!known) throw notFound();
  const { agreementId } = await submissionById(tx, paperId, known.kind);
  const turn = await lockAgreement(tx, agreementId);
  const { stepId } = await submissionById(tx, paperId, known.kind);
  const [undone] = await tx.query<{ step: SubmissionStep }>(
    'SELECT step FROM partner_steps WHERE id = $1',
    [stepId],
  );
  const kind = undone && BOOKED[known.kind][undone.step];
  if (!kind) throw new DomainError('conflict', 'budget.nothing_to_undo');
  const added = await addSubmissionStep(tx, paperId, { step: 'undone', undoes: stepId!, reason });
  await reverseSubmissionStep(tx, turn, { kind, id: stepId!, reason });
  await adjustReservation(tx, agreementId, added.id);
  return added;
}
