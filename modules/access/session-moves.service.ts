import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type AuditEntry, record, Refusals } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { SessionMove } from './sessions.service';

/** Changes of network of one session that are written in an hour: two people who share one change with each request. */
const WRITTEN = { points: 30, duration: 3_600 };

/** Writes into the audit log what a copied cookie gives away; the watch over readings raises the alarm (modules/oversight). */
@Injectable()
export class SessionMoves {
  private readonly limit = new RateLimiterMemory(WRITTEN);

  constructor(
    private readonly transactions: Transactions,
    private readonly refusals: Refusals,
  ) {}

  async record(actor: Actor, { kind, sessionId }: SessionMove, address: string): Promise<void> {
    const entry: AuditEntry = { action: `session.${kind}`, kind: 'session', ids: [sessionId] };
    if (kind === 'other_browser')
      return this.refusals.write(actor, address, { ...entry, outcome: 'refused' });
    try {
      await this.limit.consume(sessionId);
    } catch {
      return;
    }
    await this.transactions.run(actor, (tx) => record(tx, entry));
  }
}
