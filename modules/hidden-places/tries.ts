import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { rateLimiter } from '../../src/database/rate-limiter';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';

/** Texts that told of a house, of one writer in a day: a slip is a slip, a list of streets is a search. */
const TOLD = { points: 5, duration: 24 * 60 * 60 };

/** Texts compared at all, of one writer in a day: more are no longer somebody's work. */
const COMPARED = { points: 60, duration: 24 * 60 * 60 };

/** So that nobody finds a house by writing until the text is refused. */
@Injectable()
export class Tries {
  private readonly told: RateLimiterPostgres;
  private readonly compared: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    this.told = rateLimiter(dataSource, 'n', TOLD);
    this.compared = rateLimiter(dataSource, 'nc', COMPARED);
  }

  /** Counted before it is compared, so that a hundred at once are a hundred. */
  async trying({ userId }: Actor): Promise<void> {
    try {
      await this.compared.consume(userId);
      await this.told.consume(userId);
    } catch (error) {
      if (error instanceof Error) throw error;
      throw new DomainError('too_many', 'hidden_places_tries');
    }
  }

  /** It told of no house: it does not count. */
  async toldNothing({ userId }: Actor): Promise<void> {
    await this.told.reward(userId);
  }
}
