import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { recordReading } from '../../audit';
import { DecisionSources } from '../../home';
import { Transactions } from '../../platform/database/transactions';
import { type Actor, lacksSecondFactor } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { type ArrivalRow, countArrivals, listArrivals, markSeen } from './arrivals.queries';

/** Time for which the count is cached. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

/** Arrivals since the account last looked: a count in the header of each page, and a list. */
@Injectable()
export class Arrivals {
  private readonly kept = new Map<string, { readonly count: number; readonly at: number }>();

  constructor(
    private readonly transactions: Transactions,
    private readonly decisions: DecisionSources,
    private readonly clock: Clock,
  ) {}

  /** Null for accounts without a count. One statement, at most twice a minute per account. */
  async countFor(actor: Actor): Promise<number | null> {
    if (!may(actor, 'arrivals:read') || lacksSecondFactor(actor)) return null;
    const now = this.clock.now().getTime();
    const known = this.kept.get(actor.userId);
    if (known && Math.abs(now - known.at) < KEPT_MS) return known.count;
    const count = await this.transactions.run(actor, (tx) =>
      countArrivals(tx, this.decisions.sqlFor(actor)),
    );
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(actor.userId, { count, at: now });
    return count;
  }

  /** Returns the list and marks its entries as seen. */
  look(actor: Actor): Promise<ArrivalRow[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await listArrivals(tx, this.decisions.sqlFor(actor));
      await markSeen(tx);
      await recordReading(
        tx,
        'arrivals.list',
        rows.map(({ caseId }) => caseId),
      );
      this.kept.delete(actor.userId);
      return rows;
    });
  }
}
