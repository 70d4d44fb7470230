import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../access';
import { minutesToWait, rateLimiter } from '../../src/database/rate-limiter';
import { Clock } from '../../src/shared/clock';
import { DomainError } from '../../src/shared/domain-error';
import { paperOf } from './receipt-code.rules';

const QUARTER = 15 * 60;
const DAY = 24 * 3600;

/** Numbers tried and found wrong; those of a whole house come from one address. */
const PER_ADDRESS = { points: 60, duration: QUARTER };
/** Half a slip's number hangs on a wall; the other half has ten million: years at this pace. */
const PER_PAPER = { points: 50, duration: DAY };
/** Complaints kept, well beyond what people of one house write; what is refused does not count. */
const FORMS = { points: 30, duration: 5 * 60 };

/**
 * Guessing is limited per address and per slip of paper, never altogether: a flood from elsewhere takes
 * the channel from nobody. No address is kept: what is counted is a digest of it with the day, keyed
 * outside the database.
 */
@Injectable()
export class ChannelLimits {
  private readonly key: Buffer;
  private readonly byAddress: RateLimiterPostgres;
  private readonly byPaper: RateLimiterPostgres;
  private readonly forms: RateLimiterPostgres;

  constructor(
    dataSource: DataSource,
    keys: Keys,
    private readonly clock: Clock,
  ) {
    this.key = keys.derived('limits of the channel');
    this.byAddress = rateLimiter(dataSource, 'a', PER_ADDRESS);
    this.byPaper = rateLimiter(dataSource, 'p', PER_PAPER);
    this.forms = rateLimiter(dataSource, 'f', FORMS);
  }

  /** Counted before it is looked for, so that a hundred at once are a hundred. */
  async trying(code: string, address: string): Promise<void> {
    await counted(this.byAddress, this.masked(address));
    await counted(this.byPaper, this.masked(paperOf(code)));
  }

  /** It was the right one: it does not count. */
  async found(code: string, address: string): Promise<void> {
    await this.byAddress.reward(this.masked(address));
    await this.byPaper.reward(this.masked(paperOf(code)));
  }

  /** Somebody writes; a slip of paper that is not known counts as a number tried. */
  async writing(address: string): Promise<void> {
    await counted(this.forms, this.masked(address));
  }

  async wrongSlip(address: string): Promise<void> {
    await counted(this.byAddress, this.masked(address));
  }

  private masked(value: string): string {
    const day = this.clock.now().toISOString().slice(0, 10);
    return createHmac('sha256', this.key)
      .update(`${day} ${value}`)
      .digest('base64url')
      .slice(0, 22);
  }
}

async function counted(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    throw new DomainError('too_many', 'complaints.too_many', { minutes: minutesToWait(error) });
  }
}
