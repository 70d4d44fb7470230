import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { AccountMails } from '../account-mails.service';
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

/** Limit of wrong current passwords within one session, against guessing by somebody who finds it open. */
const TRIES = { points: 8, duration: 15 * 60 };

/** Change of the actor's own password, with the current one. All other sessions end. */
@Injectable()
export class Passwords {
  private readonly tries: RateLimiterPostgres;

  constructor(
    private readonly transactions: Transactions,
    private readonly refusals: Refusals,
    private readonly checks: PasswordChecks,
    private readonly mails: AccountMails,
    dataSource: DataSource,
  ) {
    this.tries = rateLimiter(dataSource, 'own-password', TRIES);
  }

  /** Changes the password; the session of this browser stays open. Returns how many other sessions ended. */
  async change(
    actor: Actor,
    { current, wanted }: { current: string; wanted: string },
    here: Browser,
  ): Promise<{ sessionsEnded: number }> {
    await this.matching(actor, current, here, 'account.change_password', 'currentPassword');
    if (wanted === current) {
      throw new DomainError('invalid', 'access.password_same', {}, 'newPassword');
    }
    const { email, name } = await this.transactions.run(actor, accountOf);
    await checkPassword(wanted, [email, name]);
    const hash = await this.checks.hash(wanted);
    const sessionsEnded = await this.transactions.run(actor, async (tx) => {
      await tx.query('SELECT replace_own_password($1)', [hash]);
      await tx.query(
        'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
        [actor.userId],
      );
      await record(tx, { action: 'account.change_password', kind: 'user', ids: [actor.userId] });
      await forgetDevices(tx, actor.userId, here.devices);
      await this.mails.sendAfter(tx, actor.userId, { kind: 'password_changed' });
      return endSessions(tx, actor.userId, here.session);
    });
    await this.tries.delete(actor.userId);
    return { sessionsEnded };
  }

  /**
   * Checks the actor's current password and returns its stored hash. Errors: `access.password_wrong`, audited under
   * `action`; `access.too_many_attempts`.
   */
  async check(
    actor: Actor,
    typed: string,
    here: Browser,
    action: string,
    field = 'otp',
  ): Promise<string> {
    const hash = await this.matching(actor, typed, here, action, field);
    await this.tries.delete(actor.userId);
    return hash;
  }

  private async matching(
    actor: Actor,
    typed: string,
    here: Browser,
    action: string,
    field: string,
  ): Promise<string> {
    const { password_hash: hash } = await this.transactions.run(actor, accountOf);
    await count(this.tries, actor.userId, 'access.too_many_attempts');
    if (hash !== null && (await this.checks.matches(hash, typed, true))) return hash;
    await this.refusals.write(actor, here.address, {
      action,
      kind: 'user',
      ids: [actor.userId],
      outcome: 'refused',
    });
    throw new DomainError('invalid', 'access.password_wrong', {}, field);
  }
}

async function accountOf(tx: Tx): Promise<Account> {
  const [account] = await tx.query<Account>(
    'SELECT email, name, own_password_hash() AS password_hash FROM users WHERE id = $1',
    [tx.actor.userId],
  );
  return account!;
}
