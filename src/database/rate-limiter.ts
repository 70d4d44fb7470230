import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

export interface RateLimit {
  readonly points: number;
  /** In seconds. */
  readonly duration: number;
}

/** Counted in the database that all web processes share. */
export function rateLimiter(
  dataSource: DataSource,
  keyPrefix: string,
  limit: RateLimit,
): RateLimiterPostgres {
  const pool = (dataSource.driver as unknown as { master: Pool }).master;
  return new RateLimiterPostgres({
    ...{ storeClient: pool, tableName: 'rate_limits', tableCreated: true },
    ...{ ...limit, keyPrefix, clearExpiredByTimeout: false },
  });
}

/** In how many minutes one may try again, where the limit is what refused; anything else is thrown on. */
export function minutesToWait(error: unknown): number {
  if (!(error instanceof RateLimiterRes)) throw error;
  return Math.max(1, Math.ceil(error.msBeforeNext / 60_000));
}
