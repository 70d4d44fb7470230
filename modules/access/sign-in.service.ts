import { hash, verify } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Refusals, record } from '../audit';
import { Transactions } from '../../src/database/transactions';
import { DomainError } from '../../src/shared/domain-error';
import { Sessions } from './sessions.service';

/** Argon2id with OWASP's second recommended setting: 19 MiB, two passes. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON);

const PER_ACCOUNT = { points: 8, duration: 15 * 60 };
const PER_ADDRESS = { points: 40, duration: 15 * 60 };

/**
 * Signing in. Wrong address, wrong password and closed account answer alike and take alike long;
 * attempts are counted per account and per address in the database, so that all web processes share them.
 */
@Injectable()
export class SignIn {
  private readonly byAccount: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;
  private readonly decoy = hashPassword('no such account');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly refusals: Refusals,
  ) {
    const pool = (dataSource.driver as unknown as { master: Pool }).master;
    const store = { storeClient: pool, tableName: 'rate_limits', tableCreated: true };
    const limiter = (keyPrefix: string, limit: typeof PER_ACCOUNT) =>
      new RateLimiterPostgres({ ...store, ...limit, keyPrefix, clearExpiredByTimeout: false });
    this.byAccount = limiter('account', PER_ACCOUNT);
    this.byAddress = limiter('address', PER_ADDRESS);
  }

  /** Returns the token of a new session. Errors: `access.wrong_credentials`, `access.too_many_attempts`. */
  async signIn(email: string, password: string, address: string): Promise<string> {
    const account = email.trim().toLowerCase().slice(0, 254);
    await this.count(account, address);
    const [user] = (await this.dataSource.query(
      'SELECT id, password_hash FROM users WHERE email = $1 AND active AND NOT system',
      [account],
    )) as { id: string; password_hash: string | null }[];
    const matches = await verify(user?.password_hash ?? (await this.decoy), password);
    if (!user?.password_hash || !matches) {
      await this.refusals.write(null, address, {
        action: 'session.start',
        kind: 'user',
        ids: user ? [user.id] : [],
        outcome: 'refused',
      });
      throw new DomainError('unauthenticated', 'access.wrong_credentials');
    }
    const actor = await this.sessions.actorById(user.id);
    if (!actor) throw new DomainError('unauthenticated', 'access.wrong_credentials');
    await this.byAccount.delete(account);
    await this.transactions.run(actor, (tx) =>
      record(tx, { action: 'session.start', kind: 'user', ids: [user.id] }),
    );
    return this.sessions.start(user.id);
  }

  private async count(account: string, address: string): Promise<void> {
    try {
      await this.byAddress.consume(address);
      await this.byAccount.consume(account);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const minutes = Math.max(1, Math.ceil(error.msBeforeNext / 60_000));
      throw new DomainError('too_many', 'access.too_many_attempts', { minutes });
    }
  }
}
