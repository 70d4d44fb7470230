import { Injectable } from '@nestjs/common';
import { Decimal } from 'decimal.js';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { addMonths, isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { rateForChoice, convert, sumOf, toCent, written } from '../grant-budgeting';
import {
  beyondTheAgreement,
  translatePartnerErrors,
  liquidateFirst,
  outOfTurn,
  outsideItsDays,
  wrong,
} from './partner.errors';
import {
  addSubmission,
  addSubmissionStep,
  agreedTotal,
  applyRowDecisions,
  submissionById,
  rowsOf,
  writeDecisions,
  type RowDecision,
} from './partner-submissions.queries';
import { refuseSameAdvance } from './likely-duplicates.queries';
import { mayRequestAdvance, quarterOf, settledOf } from './partner.rules';
import {
  confirmedAgreement,
  bookSubmissionStep,
  checkTransferDay,
  lockAgreement,
  type LockedAgreement,
} from './agreement-lock.queries';

export interface NewAdvance {
  /** Any day of the quarter that the money is for. */
  readonly quarter: CivilDate;
  readonly rows: readonly { readonly lineId: string; readonly amount: string }[];
  /** It looks like a request that is here already, and is another. */
  readonly confirmed?: boolean;
}

export const ADVANCE_REASONS = [
  'less_needed',
  'not_eligible',
  'reports_missing',
  'mistake',
] as const;
export type AdvanceReason = (typeof ADVANCE_REASONS)[number];

export interface AdvanceDecision {
  readonly decision: 'authorised' | 'refused';
  readonly rows?: readonly RowDecision[];
  readonly reason?: AdvanceReason;
}

export interface Payment {
  readonly on: CivilDate;
  /** The number of the transfer. */
  readonly document: string;
}

/** Cash for a partner by quarter: asked for, authorised by somebody else, paid. It is no spending of a line yet. */
@Injectable()
export class Advances {
  constructor(private readonly transactions: Transactions) {}

  request(actor: Actor, agreementId: string, advance: NewAdvance, requestId: string | null = null) {
    const body = { agreementId, ...advance };
    const once = { useCase: 'budget.request_advance', body, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, async (tx) => {
        const { startsOn, endsOn, reference } = await confirmedAgreement(tx, agreementId);
        if (!isCivilDate(advance.quarter)) throw wrong('common.not_date', 'quarter');
        const quarter = quarterOf(advance.quarter);
        if (quarter > endsOn || addMonths(quarter, 3) <= startsOn) {
          const days = { agreement: reference, from: startsOn, until: endsOn };
          throw outsideItsDays(days, 'quarter');
        }
        const { rows, confirmed } = advance;
        if (!confirmed) await refuseSameAdvance(tx, agreementId, { quarter, rows });
        return addSubmission(
          tx,
          { agreementId, kind: 'advance', quarter, rows },
          { step: 'requested' },
        );
      }),
    );
  }

  decide(
    actor: Actor,
    id: string,
    { decision, rows = [], reason = 'less_needed' }: AdvanceDecision,
    requestId: string | null = null,
  ) {
    const once = {
      useCase: 'budget.decide_advance',
      body: { id, decision, rows, reason },
      requestId,
    };
    return translatePartnerErrors(
      this.transactions.once(actor, once, async (tx) => {
        if (decision === 'refused') {
          await submissionById(tx, id, 'advance');
          return addSubmissionStep(tx, id, { step: 'refused', reason });
        }
        return authorise(tx, id, rows);
      }),
    );
  }

  /** Cash is at the partner from that day on. */
  pay(actor: Actor, id: string, payment: Payment, requestId: string | null = null) {
    const once = { useCase: 'budget.pay_advance', body: { id, ...payment }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => pay(tx, id, payment)),
    );
  }

  withdraw(actor: Actor, id: string, reason: AdvanceReason): Promise<{ id: string }> {
    return translatePartnerErrors(
      this.transactions.run(actor, async (tx) => {
        await submissionById(tx, id, 'advance');
        return addSubmissionStep(tx, id, { step: 'withdrawn', reason });
      }),
    );
  }
}

async function authorise(tx: Tx, id: string, decisions: readonly RowDecision[]) {
  const { agreementId } = await submissionById(tx, id, 'advance');
  const turn = await lockAgreement(tx, agreementId);
  const rows = applyRowDecisions(await rowsOf(tx, id), decisions, turn.currency);
  const amount = agreedTotal(rows);
  if (toCent(amount).isZero()) throw wrong('budget.no_amount_at_all', 'rows.0.agreed');
  await refuseUnlessLiquidated(tx, turn);
  refuseBeyondTheAgreement(turn, amount);
  const step = await addSubmissionStep(tx, id, { step: 'authorised', amount });
  await writeDecisions(tx, step.id, rows);
  return { ...step, authorised: amount };
}

async function pay(tx: Tx, id: string, { on, document }: Payment) {
  const { agreementId } = await submissionById(tx, id, 'advance');
  const turn = await lockAgreement(tx, agreementId);
  // Read again after the lock was granted, since another transaction may have decided it.
  const { state, agreed } = await submissionById(tx, id, 'advance');
  if (state !== 'authorised') throw outOfTurn();
  await checkTransferDay(tx, turn, on, { whileItRuns: true });
  await refuseUnlessLiquidated(tx, turn);
  const rate = await rateForChoice(tx, turn.grantId, turn.currency, on);
  const amount = agreed!;
  const step = await addSubmissionStep(tx, id, { step: 'paid', amount, on, document });
  const paid = convert(amount, rate.rate);
  await bookSubmissionStep(tx, turn, { kind: 'advance', id: step.id, on, rate }, [
    [turn.accounts.advance, paid, amount],
    [turn.accounts.funds, paid.negated(), toCent(amount).negated()],
  ]);
  return { ...step, paid: amount, booked: written(paid) };
}

async function refuseUnlessLiquidated(tx: Tx, { paid, totals, currency }: LockedAgreement) {
  const share = await liquidationShare(tx);
  const { holds, ...figures } = mayRequestAdvance(paid, settledOf(totals), share);
  if (holds) return;
  const money = (amount: string) => `${amount} ${currency}`;
  throw liquidateFirst({
    share: new Decimal(share).times(100).toString(),
    last: money(figures.last),
    lastSettled: money(figures.lastSettled),
    needed: money(figures.needed),
    earlier: money(figures.earlier),
    earlierSettled: money(figures.earlierSettled),
  });
}

function refuseBeyondTheAgreement(
  { amount: whole, totals, currency }: LockedAgreement,
  asked: string,
) {
  const rest = toCent(whole)
    .minus(sumOf([totals.advanced, totals.claimed]))
    .plus(totals.refunded);
  if (toCent(asked).lessThanOrEqualTo(rest)) return;
  throw beyondTheAgreement({
    amount: `${asked} ${currency}`,
    rest: `${written(rest)} ${currency}`,
  });
}

export async function liquidationShare(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ share: string }>(
    `SELECT (mawa_setting('advance_liquidation_share'))::numeric::text AS share`,
  );
  return row!.share;
}
