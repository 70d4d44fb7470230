import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { DomainError } from '../shared/domain.errors';

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
  return new RateLimiterPostgres({
    storeClient: dataSource,
    storeType: 'typeorm',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix,
    ...limit,
    clearExpiredByTimeout: false,
  });
}

/** In how long one may try again, where the limit is what refused; anything else is thrown on. */
export function millisecondsToWait(error: unknown): number {
  if (!(error instanceof RateLimiterRes)) throw error;
  return error.msBeforeNext;
}

export const minutesToWait = (error: unknown): number =>
  Math.max(1, Math.ceil(millisecondsToWait(error) / 60_000));

/** One more; refused with the sentence of `code`, and in how many minutes, where there were too many. */
export async function count(
  limiter: RateLimiterPostgres,
  key: string,
  code: string,
): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    throw new DomainError('too_many', code, { minutes: minutesToWait(error) });
  }
}
