import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { isCivilDate, type CivilDate } from '../../../src/shared/nights';
import { toCent } from '../money.rules';
import { inWords, outsideItsDays, wrong } from './partner.errors';
import { addPaper, addPaperStep, paperOf, type Claim, type NewRow } from './partner.papers';
import { agreementThatCounts } from './partner.turn';

export interface NewReturn {
  /** Any day of the month that it is for, where its rows name none. */
  readonly month?: CivilDate;
  readonly claim?: Claim;
  /** Earned on what was advanced, in the same time. */
  readonly interest?: string;
  readonly document?: string;
  readonly rows: readonly NewRow[];
}

/** What a partner says it spent, by month and line; it moves no money until somebody else has checked it. */
@Injectable()
export class PartnerReturns {
  constructor(private readonly transactions: Transactions) {}

  enter(actor: Actor, agreementId: string, given: NewReturn, requestId: string | null = null) {
    const once = { useCase: 'budget.enter_return', body: { agreementId, ...given }, requestId };
    return inWords(
      this.transactions.once(actor, once, (tx) => this.enterIn(tx, agreementId, given)),
    );
  }

  async enterIn(tx: Tx, agreementId: string, given: NewReturn) {
    const { startsOn, endsOn, reference } = await agreementThatCounts(tx, agreementId);
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
    const { claim = 'direct_cash_transfer', interest = '0', document } = given;
    const paper = { agreementId, kind: 'report', claim, fromMonth, untilMonth, interest } as const;
    return addPaper(tx, { ...paper, ...(document && { document }), rows }, { step: 'entered' });
  }

  /** By whoever entered it, or by finance, as long as nobody has checked it. */
  withdraw(actor: Actor, id: string): Promise<{ id: string }> {
    return inWords(this.transactions.run(actor, (tx) => this.withdrawIn(tx, id)));
  }

  async withdrawIn(tx: Tx, id: string): Promise<{ id: string }> {
    await paperOf(tx, id, 'report');
    return addPaperStep(tx, id, { step: 'withdrawn', reason: 'mistake' });
  }
}

function firstOf(day: CivilDate | undefined): CivilDate {
  if (!isCivilDate(day)) throw wrong('common.not_date', 'month');
  return `${day.slice(0, 7)}-01`;
}
