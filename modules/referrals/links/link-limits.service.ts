import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Clock } from '../../platform/shared/clock';
import { dailyDigest } from '../../platform/shared/daily-digest';

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
  async checkAttempts(address: string): Promise<void> {
    await count(this.wrong, this.masked(address), 'referrals.too_many');
  }

  /** It was a right one: it does not count. */
  async found(address: string): Promise<void> {
    await this.wrong.reward(this.masked(address));
  }

  private masked(address: string): string {
    return dailyDigest(this.key, this.clock.now(), address);
  }
}
