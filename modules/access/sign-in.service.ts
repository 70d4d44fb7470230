import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Refusals, record } from '../audit';
import { Transactions } from '../../src/database/transactions';
import { DomainError } from '../../src/shared/domain-error';
import { Attempts } from './attempts.service';
import { hashPassword, passwordMatches } from './passwords/hash';
import { Sessions } from './sessions.service';

/**
 * Signing in. Wrong address, wrong password and closed account answer alike and take alike long;
 * attempts are counted per account and per address in the database, so that all web processes share them.
 */
@Injectable()
export class SignIn {
  private readonly decoy = hashPassword('no such account');

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly refusals: Refusals,
    private readonly attempts: Attempts,
  ) {}

  /** Returns the token of a new session. Errors: `access.wrong_credentials`, `access.too_many_attempts`. */
  async signIn(email: string, password: string, address: string): Promise<string> {
    const account = email.trim().toLowerCase().slice(0, 254);
    await this.attempts.count(account, address);
    const [user] = (await this.dataSource.query(
      'SELECT id, password_hash FROM sign_in_account($1)',
      [account],
    )) as { id: string; password_hash: string | null }[];
    const matches = await passwordMatches(user?.password_hash ?? (await this.decoy), password);
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
    const token = actor && (await this.sessions.start(user.id, user.password_hash));
    if (!token) throw new DomainError('unauthenticated', 'access.wrong_credentials');
    await this.attempts.forget(account, address);
    await this.transactions.run(actor, (tx) =>
      record(tx, { action: 'session.start', kind: 'user', ids: [user.id] }),
    );
    return token;
  }
}
