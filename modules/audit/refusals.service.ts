import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { Transactions } from '../platform/database/transactions';
import { refusalsTotal } from '../platform/metrics';
import { NOBODY, type Actor } from '../platform/shared/actor';
import { type AuditEntry, record } from './audit-record.queries';

export interface Refusal extends AuditEntry {
  readonly outcome: 'refused' | 'not_found';
}

/** Refusals of one source beyond the limit of a minute, not yet written. */
interface Overflow {
  readonly actor: Actor | null;
  readonly apart: boolean;
  readonly timer: NodeJS.Timeout;
  count: number;
}

const PER_MINUTE = 60;

/**
 * Refusals and failed sign-ins are written in a transaction of their own, because that of the act was rolled
 * back. A source gets one row each for the first sixty of a minute, so that a flood cannot fill the log; the
 * others are counted and written as one row when the minute is over.
 */
@Injectable()
export class Refusals implements OnModuleDestroy {
  private readonly limit = new RateLimiterMemory({ points: PER_MINUTE, duration: 60 });
  private readonly overflows = new Map<string, Overflow>();

  constructor(private readonly transactions: Transactions) {}

  async write(actor: Actor | null, source: string, refusal: Refusal): Promise<void> {
    refusalsTotal.inc({ outcome: refusal.outcome });
    try {
      await this.limit.consume(actor?.userId ?? source);
    } catch {
      this.count(actor, source, refusal.apart ?? false);
      return;
    }
    await this.transactions.run(actor ?? NOBODY, (tx) => record(tx, refusal));
  }

  /** Writes what was counted and not written yet. */
  async flush(): Promise<void> {
    await Promise.all([...this.overflows.keys()].map((key) => this.writeCount(key)));
  }

  onModuleDestroy(): Promise<void> {
    return this.flush();
  }

  /** Refusals about complaints are counted and written apart (`apart`), since their log is a separate one. */
  private count(actor: Actor | null, source: string, apart: boolean): void {
    const key = `${actor?.userId ?? source} ${apart}`;
    const overflow = this.overflows.get(key);
    if (overflow) {
      overflow.count += 1;
      return;
    }
    const timer = setTimeout(() => void this.writeCount(key).catch(() => undefined), 60_000);
    timer.unref();
    this.overflows.set(key, { actor, apart, timer, count: 1 });
  }

  private async writeCount(key: string): Promise<void> {
    const overflow = this.overflows.get(key);
    if (!overflow) return;
    this.overflows.delete(key);
    clearTimeout(overflow.timer);
    const { actor, apart, count } = overflow;
    await this.transactions.run(actor ?? NOBODY, (tx) =>
      record(tx, {
        action: 'refusals.more',
        kind: 'refusal',
        fields: [`count:${count}`],
        outcome: 'refused',
        apart,
      }),
    );
  }
}
