import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { rateLimiter } from '../../platform/database/rate-limiter';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';

/** Texts that disclosed a house, of one writer in a day: a slip is a slip, a list of streets is a search. */
const DISCLOSING_ATTEMPTS = { points: 5, duration: 24 * 60 * 60 };

/** Texts compared at all, of one writer in a day: more are no longer somebody's work. */
const ALL_ATTEMPTS = { points: 60, duration: 24 * 60 * 60 };

/** So that nobody finds a house by writing until the text is refused. */
@Injectable()
export class AttemptLimiter {
  private readonly disclosing: RateLimiterPostgres;
  private readonly all: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    this.disclosing = rateLimiter(dataSource, 'n', DISCLOSING_ATTEMPTS);
    this.all = rateLimiter(dataSource, 'nc', ALL_ATTEMPTS);
  }

  /** Counted before it is compared, so that a hundred at once are a hundred. */
  async countAttempt({ userId }: Actor): Promise<void> {
    try {
      await this.all.consume(userId);
      await this.disclosing.consume(userId);
    } catch (error) {
      if (error instanceof Error) throw error;
      throw new DomainError('too_many', 'hidden_places_tries');
    }
  }

  /** It disclosed no house: it does not count. */
  async refundAttempt({ userId }: Actor): Promise<void> {
    await this.disclosing.reward(userId);
  }
}
