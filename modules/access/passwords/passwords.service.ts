import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { forgetDevices } from '../guessing/known-devices.service';
import { endSessions } from '../sessions.service';
import type { Browser } from '../browser.types';
import { PasswordChecks } from './password-checks.service';
import { checkPassword } from './password.rules';

interface Account {
  readonly email: string;
  readonly name: string;
  readonly password_hash: string | null;
}

/** Wrong present passwords that a session may try: whoever finds it open does not guess for long. */
const TRIES = { points: 8, duration: 15 * 60 };

/** One's own password. Whoever knows the old one may set a new one; every other session ends. */
@Injectable()
export class Passwords {
  private readonly tries: RateLimiterPostgres;

  constructor(
    private readonly transactions: Transactions,
    private readonly refusals: Refusals,
    private readonly checks: PasswordChecks,
    dataSource: DataSource,
  ) {
    this.tries = rateLimiter(dataSource, 'own-password', TRIES);
  }

  /** This browser stays signed in. Returns how many other sessions ended. */
  async change(
    actor: Actor,
    { current, wanted }: { current: string; wanted: string },
    here: Browser,
  ): Promise<{ sessionsEnded: number }> {
    const account = await this.check(actor, current, here, 'account.change_password');
    if (wanted === current) {
      throw new DomainError('invalid', 'access.password_same', {}, 'newPassword');
    }
    await checkPassword(wanted, [account.email, account.name]);
    const hash = await this.checks.hash(wanted);
    const sessionsEnded = await this.transactions.run(actor, async (tx) => {
      await tx.query('SELECT replace_own_password($1)', [hash]);
      await tx.query(
        'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
        [actor.userId],
      );
      await record(tx, { action: 'account.change_password', kind: 'user', ids: [actor.userId] });
      await forgetDevices(tx, actor.userId, here.devices);
      return endSessions(tx, actor.userId, here.session);
    });
    await this.tries.delete(actor.userId);
    return { sessionsEnded };
  }

  /** The owner types it once more before `action`. Errors: `access.password_wrong`, `access.too_many_attempts`. */
  async confirm(actor: Actor, password: string, here: Browser, action: string): Promise<void> {
    await this.check(actor, password, here, action);
    await this.tries.delete(actor.userId);
  }

  private async check(
    actor: Actor,
    password: string,
    { address }: Browser,
    action: string,
  ): Promise<Account> {
    const account = await this.transactions.run(actor, (tx) => accountOf(tx, actor.userId));
    await count(this.tries, actor.userId, 'access.too_many_attempts');
    const matches =
      account.password_hash !== null &&
      (await this.checks.matches(account.password_hash, password, true));
    if (matches) return account;
    const ids = [actor.userId];
    await this.refusals.write(actor, address, { action, kind: 'user', ids, outcome: 'refused' });
    throw new DomainError('invalid', 'access.password_wrong', {}, 'currentPassword');
  }
}

async function accountOf(tx: Tx, userId: string): Promise<Account> {
  const [account] = await tx.query<Account>(
    'SELECT email, name, own_password_hash() AS password_hash FROM users WHERE id = $1',
    [userId],
  );
  return account!;
}
