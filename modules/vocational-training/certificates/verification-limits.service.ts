import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Clock } from '../../platform/shared/clock';
import { dailyDigest } from '../../platform/shared/daily-digest';

/** Verifications per network address: employers need few, guessing needs many. */
const VERIFICATIONS = { points: 30, duration: 15 * 60 };

/** Asking is limited per address. No address is kept: what is counted is a keyed digest of it with the day. */
@Injectable()
export class VerificationLimits {
  private readonly key: Buffer;
  private readonly asked: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('limits of certificates');
    this.asked = rateLimiter(dataSource, 'cert', VERIFICATIONS);
  }

  /** Counted before it is looked for, the right ones too: a name is not tried out on a code either. */
  async asking(address: string): Promise<void> {
    await count(this.asked, this.masked(address), 'training.asked_often');
  }

  private masked(address: string): string {
    return dailyDigest(this.key, this.clock.now(), address);
  }
}
