import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { Keys } from '../access';
import { count, rateLimiter } from '../platform/database/rate-limiter';
import { Clock } from '../platform/shared/clock';
import { dailyDigest } from '../platform/shared/daily-digest';
import { slipNumberOf } from './receipt-code.rules';

const QUARTER = 15 * 60;
const DAY = 24 * 3600;

/** Wrong receipt numbers per network; all residents of a shelter share one address. */
const PER_ADDRESS = { points: 60, duration: QUARTER };
/** Half of a slip's number is public; the other half has 10^7 values, so that guessing takes years at this rate. */
const PER_SLIP = { points: 50, duration: DAY };
/** Complaints kept, well beyond what people of one house write; what is refused does not count. */
const FORMS = { points: 30, duration: 5 * 60 };
const TOO_MANY = 'complaints.too_many';

/**
 * Guessing is limited per address and per slip of paper, never altogether: a flood from elsewhere takes
 * the channel from nobody. No address is kept: what is counted is a digest of it with the day, keyed
 * outside the database.
 */
@Injectable()
export class PublicComplaintLimits {
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
    this.byPaper = rateLimiter(dataSource, 'p', PER_SLIP);
    this.forms = rateLimiter(dataSource, 'f', FORMS);
  }

  /** Counted before it is looked for, so that a hundred at once are a hundred. */
  async trying(code: string, address: string): Promise<void> {
    await count(this.byAddress, this.masked(address), TOO_MANY);
    await count(this.byPaper, this.masked(slipNumberOf(code)), TOO_MANY);
  }

  /** It was the right one: it does not count. */
  async found(code: string, address: string): Promise<void> {
    await this.byAddress.reward(this.masked(address));
    await this.byPaper.reward(this.masked(slipNumberOf(code)));
  }

  /** Somebody writes; a slip of paper that is not known counts as a number tried. */
  async writing(address: string): Promise<void> {
    await count(this.forms, this.masked(address), TOO_MANY);
  }

  async wrongSlip(address: string): Promise<void> {
    await count(this.byAddress, this.masked(address), TOO_MANY);
  }

  private masked(value: string): string {
    return dailyDigest(this.key, this.clock.now(), value);
  }
}
