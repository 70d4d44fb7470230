import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { DomainError } from '../../src/shared/domain-error';

const PER_ACCOUNT = { points: 8, duration: 15 * 60 };
const PER_ADDRESS = { points: 40, duration: 15 * 60 };

/** Passwords tried, per account and per address, counted in the database that all web processes share. */
@Injectable()
export class Attempts {
  private readonly byAccount: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    const pool = (dataSource.driver as unknown as { master: Pool }).master;
    const store = { storeClient: pool, tableName: 'rate_limits', tableCreated: true };
    const limiter = (keyPrefix: string, limit: typeof PER_ACCOUNT) =>
      new RateLimiterPostgres({ ...store, ...limit, keyPrefix, clearExpiredByTimeout: false });
    this.byAccount = limiter('account', PER_ACCOUNT);
    this.byAddress = limiter('address', PER_ADDRESS);
  }

  /** Throws `access.too_many_attempts`. */
  async count(account: string, address: string): Promise<void> {
    try {
      await this.byAddress.consume(address);
      await this.byAccount.consume(account);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const minutes = Math.max(1, Math.ceil(error.msBeforeNext / 60_000));
      throw new DomainError('too_many', 'access.too_many_attempts', { minutes });
    }
  }

  /** It was the right one: an office behind one address is not locked out by its own people. */
  async forget(account: string, address: string): Promise<void> {
    await this.byAccount.delete(account);
    await this.byAddress.reward(address);
  }
}
