import { Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { type AuditEntry, record, Refusals } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { SessionMove } from './sessions.service';

/** Audited changes of network per session and hour. Two people who share a session change with each request. */
const WRITTEN = { points: 30, duration: 3_600 };

/** Audits signs of a copied session cookie; the reading alarms are raised from these rows (modules/oversight). */
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
