import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Transactions } from '../../src/database/transactions';
import { NOBODY, type Actor } from '../../src/shared/actor';
import { record } from './audit.record';

/**
 * Refusals and failed sign-ins are written in a transaction of their own, because that of the act
 * was rolled back. Limited per source, so that a flood of refusals cannot fill the log.
 */
@Injectable()
export class Refusals {
  private readonly limit = new RateLimiterMemory({ points: 60, duration: 60 });

  constructor(private readonly transactions: Transactions) {}

  async write(
    actor: Actor | null,
    source: string,
    entry: {
      action: string;
      kind: string;
      ids?: readonly string[];
      outcome: 'refused' | 'not_found';
      apart?: boolean;
    },
  ): Promise<void> {
    try {
      await this.limit.consume(actor?.userId ?? source);
    } catch {
      return;
    }
    await this.transactions.run(actor ?? NOBODY, (tx) => record(tx, entry));
  }
}
