import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { minutesToWait, rateLimiter } from '../../src/database/rate-limiter';
import { DomainError } from '../../src/shared/domain-error';

const PER_ACCOUNT = { points: 8, duration: 15 * 60 };
const PER_ADDRESS = { points: 40, duration: 15 * 60 };

/** Passwords tried, per account and per address, counted in the database that all web processes share. */
@Injectable()
export class Attempts {
  private readonly byAccount: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    this.byAccount = rateLimiter(dataSource, 'account', PER_ACCOUNT);
    this.byAddress = rateLimiter(dataSource, 'address', PER_ADDRESS);
  }

  /** Throws `access.too_many_attempts`. */
  async count(account: string, address: string): Promise<void> {
    try {
      await this.byAddress.consume(address);
      await this.byAccount.consume(account);
    } catch (error) {
      const minutes = minutesToWait(error);
      throw new DomainError('too_many', 'access.too_many_attempts', { minutes });
    }
  }

  /** It was the right one: an office behind one address is not locked out by its own people. */
  async forget(account: string, address: string): Promise<void> {
    await this.byAccount.delete(account);
    await this.byAddress.reward(address);
  }
}
