import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { minutesToWait, rateLimiter } from '../../../src/database/rate-limiter';
import { Clock } from '../../../src/shared/clock';
import { DomainError } from '../../../src/shared/domain-error';

/** Links tried that open nothing; an office behind one address opens dozens that do. */
const WRONG = { points: 20, duration: 15 * 60 };

/** Guessing is limited per address. No address is kept: what is counted is a keyed digest of it with the day. */
@Injectable()
export class LinkLimits {
  private readonly key: Buffer;
  private readonly wrong: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('limits of links');
    this.wrong = rateLimiter(dataSource, 'l', WRONG);
  }

  /** Counted before it is looked for, so that a hundred at once are a hundred. */
  async trying(address: string): Promise<void> {
    try {
      await this.wrong.consume(this.masked(address));
    } catch (error) {
      throw new DomainError('too_many', 'referrals.too_many', { minutes: minutesToWait(error) });
    }
  }

  /** It was a right one: it does not count. */
  async found(address: string): Promise<void> {
    await this.wrong.reward(this.masked(address));
  }

  private masked(address: string): string {
    const day = this.clock.now().toISOString().slice(0, 10);
    return createHmac('sha256', this.key)
      .update(`${day} ${address}`)
      .digest('base64url')
      .slice(0, 22);
  }
}
