import { Injectable } from '@nestjs/common';
import { may } from '../../access';
import { recordReading } from '../../audit';
import { DecisionSources } from '../../home';
import { Transactions } from '../../platform/database/transactions';
import { type Actor, lacksSecondFactor } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { type ArrivalRow, countArrivals, listArrivals, markSeen } from './arrivals.queries';

/** How long a number is shown before it is counted anew. */
const KEPT_MS = 30_000;
const MOST_KEPT = 1_000;

/** What arrived for somebody since they last looked: a number in the header of each page, and a list. */
@Injectable()
export class Arrivals {
  private readonly kept = new Map<string, { readonly count: number; readonly at: number }>();

  constructor(
    private readonly transactions: Transactions,
    private readonly decisions: DecisionSources,
    private readonly clock: Clock,
  ) {}

  /** Null for whom no number is shown. One statement, at most twice a minute for each account. */
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

  /** Reading the list is looking: what stands on it is not new any more. */
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
