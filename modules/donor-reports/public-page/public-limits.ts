import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { minutesToWait, rateLimiter } from '../../../src/database/rate-limiter';
import { Clock } from '../../../src/shared/clock';
import { DomainError } from '../../../src/shared/domain-error';

/** Whoever reads takes a page and a few files; a whole office may stand behind one address. */
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
    try {
      await this.read.consume(this.masked(address));
    } catch (error) {
      throw new DomainError('too_many', 'public-page.asked_often', {
        minutes: minutesToWait(error),
      });
    }
  }

  private masked(address: string): string {
    const day = this.clock.now().toISOString().slice(0, 10);
    return createHmac('sha256', this.key)
      .update(`${day} ${address}`)
      .digest('base64url')
      .slice(0, 22);
  }
}
