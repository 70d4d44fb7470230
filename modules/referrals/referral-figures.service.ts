import { Injectable } from '@nestjs/common';
import { Transactions } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { addDays } from '../../src/shared/nights';
import { quarterOf } from '../../src/shared/quarters';
import { referralFigures, type ReferralFigures } from './referral.figures';

export interface Period {
  readonly from?: string;
  /** Not included. */
  readonly until?: string;
}

/** The figures of a period, this quarter's where none is asked for. */
@Injectable()
export class ReferralFigurePages {
  constructor(private readonly transactions: Transactions) {}

  of(
    actor: Actor,
    asked: Period,
  ): Promise<Required<Period> & { readonly figures: ReferralFigures }> {
    return this.transactions.run(actor, async (tx) => {
      const quarter = quarterOf(tx.today);
      const from = asked.from ?? quarter.from;
      const until = asked.until ?? (asked.from ? addDays(tx.today, 1) : quarter.until);
      if (until <= from) throw new DomainError('invalid', 'referrals.period', {}, 'until');
      return { from, until, figures: await referralFigures(tx, { from, until }) };
    });
  }
}
