import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Clock } from '../../platform/shared/clock';
import { dailyDigest } from '../../platform/shared/daily-digest';

/** One reader loads a page and a few files; a whole office may share one network address. */
const READINGS = { points: 600, duration: 15 * 60 };

/** Reading is limited per address. No address is kept: what is counted is a keyed digest of it with the day. */
@Injectable()
export class PublicLimits {
  private readonly key: Buffer;
  private readonly read: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('limits of the public page');
    this.read = rateLimiter(dataSource, 'public', READINGS);
  }

  async reading(address: string): Promise<void> {
    await count(this.read, this.masked(address), 'public-page.asked_often');
  }

  private masked(address: string): string {
    return dailyDigest(this.key, this.clock.now(), address);
  }
}
