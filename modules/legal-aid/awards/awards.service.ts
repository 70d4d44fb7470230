import { Injectable } from '@nestjs/common';
import { recordReading } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { AwardFilterDto } from '../dto/legal.dto';
import {
  type AwardFilter,
  type AwardTotal,
  awardTotalsIn,
  countUnpaidAwards,
  type UnpaidAward,
  unpaidAwardsIn,
} from './awards.queries';

export interface UnpaidAwardList {
  readonly awards: readonly UnpaidAward[];
  readonly totals: readonly AwardTotal[];
  readonly total: number;
  readonly officers: readonly { readonly id: string; readonly name: string }[];
}

const MAX_LISTED = 200;

/** Compensation of all visible people that was awarded and is not settled. */
@Injectable()
export class UnpaidAwards {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, filter: AwardFilter): Promise<UnpaidAwardList> {
    return this.transactions.run(actor, async (tx) => {
      const awards = await unpaidAwardsIn(tx, filter, MAX_LISTED);
      await recordReading(
        tx,
        'legal.list_awards',
        awards.map(({ caseId }) => caseId),
      );
      const totals = await awardTotalsIn(tx, filter);
      return {
        awards,
        totals,
        total: totals.reduce((sum, { count }) => sum + count, 0),
        officers: await tx.query(
          `SELECT DISTINCT u.id, localized_name(u.name, u.names) AS name FROM unpaid_awards a JOIN users u ON u.id = a.officer_id ORDER BY 2`,
        ),
      };
    });
  }

  /** How many there are, and how many of them are overdue; for the first page. */
  count(actor: Actor): Promise<{ total: number; overdue: number }> {
    return this.transactions.run(actor, countUnpaidAwards);
  }
}

export const awardFilterOf = ({ officer, due }: AwardFilterDto): AwardFilter => ({
  ...(officer && { officerId: officer }),
  ...(due && { due }),
});
