import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../../access';
import { minutesToWait, rateLimiter } from '../../../src/database/rate-limiter';
import { Clock } from '../../../src/shared/clock';
import { DomainError } from '../../../src/shared/domain-error';

/** Questions of one address: an employer asks a few, whoever guesses asks many. */
const QUESTIONS = { points: 30, duration: 15 * 60 };

/** Asking is limited per address. No address is kept: what is counted is a keyed digest of it with the day. */
@Injectable()
export class VerifyLimits {
  private readonly key: Buffer;
  private readonly asked: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('limits of certificates');
    this.asked = rateLimiter(dataSource, 'cert', QUESTIONS);
  }

  /** Counted before it is looked for, the right ones too: a name is not tried out on a code either. */
  async asking(address: string): Promise<void> {
    try {
      await this.asked.consume(this.masked(address));
    } catch (error) {
      throw new DomainError('too_many', 'training.asked_often', { minutes: minutesToWait(error) });
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
