import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { toCent } from '../grant-budgeting';
import {
  beyondTheAdvance,
  beyondWhatWaits,
  translatePartnerErrors,
  outsideItsDays,
  wrong,
} from './partner.errors';
import {
  addSubmission,
  addSubmissionStep,
  submissionById,
  totalOf,
  type Claim,
  type NewSubmissionRow,
} from './partner-submissions.queries';
import { refuseSameReturn } from './likely-duplicates.queries';
import { outstandingOf, type PartnerTotals } from './partner.rules';
import { confirmedAgreement } from './agreement-lock.queries';

export interface NewReturn {
  /** Any day of the month that it is for, where its rows name none. */
  readonly month?: CivilDate;
  readonly claim?: Claim;
  /** Earned on what was advanced, in the same time. */
  readonly interest?: string;
  readonly document?: string;
  readonly rows: readonly NewSubmissionRow[];
  /** It looks like a report that is here already, and is another. */
  readonly confirmed?: boolean;
}

/**
 * Expenditure reports of partners by month and budget line; without effect on money until another person has checked
 * them.
 */
@Injectable()
export class PartnerReturns {
  constructor(private readonly transactions: Transactions) {}

  enter(actor: Actor, agreementId: string, given: NewReturn, requestId: string | null = null) {
    const once = { useCase: 'budget.enter_return', body: { agreementId, ...given }, requestId };
    return translatePartnerErrors(
      this.transactions.once(actor, once, (tx) => this.enterIn(tx, agreementId, given)),
    );
  }

  async enterIn(tx: Tx, agreementId: string, given: NewReturn) {
    const { startsOn, endsOn, reference, currency } = await confirmedAgreement(tx, agreementId);
    const rows = given.rows
      .filter(({ amount }) => toCent(amount).greaterThan(0))
      .map((row) => ({ ...row, month: firstOf(row.month ?? given.month) }));
    const months = rows.map(({ month }) => month).sort();
    const [fromMonth, untilMonth] = [months[0], months.at(-1)];
    if (fromMonth === undefined || untilMonth === undefined) {
      throw wrong('budget.no_amount_at_all', 'rows.0.amount');
    }
    if (untilMonth > tx.today) throw wrong('budget.not_happened_yet', 'month');
    if (fromMonth < firstOf(startsOn) || untilMonth > endsOn) {
      throw outsideItsDays({ agreement: reference, from: startsOn, until: endsOn }, 'month');
    }
    const { claim = CASH_TRANSFER, interest = '0', document } = given;
    if (!given.confirmed) {
      await refuseSameReturn(tx, agreementId, { claim, fromMonth, untilMonth, rows });
    }
    if (claim === CASH_TRANSFER) {
      await refuseBeyondTheAdvance(tx, { agreementId, currency, amount: totalOf(rows) });
    }
    const paper = { agreementId, kind: 'report', claim, fromMonth, untilMonth, interest } as const;
    return addSubmission(
      tx,
      { ...paper, ...(document && { document }), rows },
      { step: 'entered' },
    );
  }

  /** Withdraws an unchecked report, by its author or finance. */
  withdraw(actor: Actor, id: string): Promise<{ id: string }> {
    return translatePartnerErrors(this.transactions.run(actor, (tx) => this.withdrawIn(tx, id)));
  }

  async withdrawIn(tx: Tx, id: string): Promise<{ id: string }> {
    await submissionById(tx, id, 'report');
    return addSubmissionStep(tx, id, { step: 'withdrawn', reason: 'mistake' });
  }
}

const CASH_TRANSFER = 'direct_cash_transfer';

/**
 * Refuses a report above the outstanding advance less reports that wait for their check. Reports of one agreement are
 * serialised, so that two cannot use the same money.
 */
async function refuseBeyondTheAdvance(
  tx: Tx,
  {
    agreementId,
    currency,
    amount,
  }: { readonly agreementId: string; readonly currency: string; readonly amount: string },
): Promise<void> {
  tx.execute('SELECT pg_advisory_xact_lock(hashtextextended($1, 3))', [agreementId]);
  const [held] = await tx.query<PartnerTotals & { waiting: string }>(
    `SELECT t.advanced, t.liquidated, t.refunded, t.claimed, t.reimbursed,
            (SELECT coalesce(sum(r.amount), 0)::numeric(14,2) FROM partner_papers p
               JOIN partner_paper_states s ON s.paper_id = p.id AND s.state = 'entered'
               JOIN partner_paper_rows r ON r.paper_id = p.id
              WHERE p.agreement_id = t.agreement_id AND p.kind = 'report' AND p.claim = $2) AS waiting
       FROM partner_totals t WHERE t.agreement_id = $1`,
    [agreementId, CASH_TRANSFER],
  );
  const outstanding = outstandingOf(held!);
  if (toCent(amount).lessThanOrEqualTo(toCent(outstanding).minus(held!.waiting))) return;
  const money = (sum: string) => `${sum} ${currency}`;
  const figures = { amount: money(amount), outstanding: money(outstanding) };
  throw toCent(held!.waiting).isZero()
    ? beyondTheAdvance(figures)
    : beyondWhatWaits({ ...figures, waiting: money(held!.waiting) });
}

function firstOf(day: CivilDate | undefined): CivilDate {
  if (day === undefined || day === '') throw wrong('budget.month_needed', 'month');
  if (!isCivilDate(day)) throw wrong('common.not_date', 'month');
  return `${day.slice(0, 7)}-01`;
}
