import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { endedQuarter } from '../platform/shared/quarters.rules';
import { referralFigures, type ReferralFigures } from './referral.figures';

export interface FiguresOfQuarter {
  readonly today: CivilDate;
  readonly quarter: string;
  readonly from: CivilDate;
  /** Not included. */
  readonly until: CivilDate;
  readonly figures: ReferralFigures;
}

/** Referral figures of a past quarter, the latest one by default. */
@Injectable()
export class QuarterlyReferralFigures {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, asked?: string): Promise<FiguresOfQuarter> {
    return this.transactions.run(actor, async (tx) => {
      const { code: quarter, from, until } = endedQuarter(tx.today, asked);
      const figures = await referralFigures(tx, { from, until });
      return { today: tx.today, quarter, from, until, figures };
    });
  }
}
