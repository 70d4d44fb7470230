import { Injectable } from '@nestjs/common';
import { record, Refusals } from '../../audit';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor } from '../../../src/shared/actor';
import { DomainError } from '../../../src/shared/domain-error';
import { Attempts } from '../attempts.service';
import { endSessions } from '../sessions.service';
import { hashPassword, passwordMatches } from './hash';
import { checkPassword } from './password.rules';

interface Account {
  readonly email: string;
  readonly name: string;
  readonly password_hash: string | null;
}

/** One's own password. Whoever knows the old one may set a new one; every other session ends. */
@Injectable()
export class Passwords {
  constructor(
    private readonly transactions: Transactions,
    private readonly attempts: Attempts,
    private readonly refusals: Refusals,
  ) {}

  /** `token` is the session that stays. Returns how many others ended. */
  async change(
    actor: Actor,
    { current, wanted }: { current: string; wanted: string },
    { token, address }: { token: string; address: string },
  ): Promise<{ sessionsEnded: number }> {
    const account = await this.transactions.run(actor, (tx) => accountOf(tx, actor.userId));
    await this.attempts.count(account.email, address);
    if (!(await passwordMatches(account.password_hash ?? '', current).catch(() => false))) {
      await this.refusals.write(actor, address, {
        ...{ action: 'account.change_password', kind: 'user', ids: [actor.userId] },
        outcome: 'refused',
      });
      throw new DomainError('invalid', 'access.password_wrong', {}, 'currentPassword');
    }
    if (wanted === current) {
      throw new DomainError('invalid', 'access.password_same', {}, 'newPassword');
    }
    await checkPassword(wanted, [account.email, account.name]);
    const hash = await hashPassword(wanted);
    const sessionsEnded = await this.transactions.run(actor, async (tx) => {
      await tx.query('INSERT INTO password_changes (user_id) VALUES ($1)', [actor.userId]);
      await tx.query('UPDATE users SET password_hash = $2 WHERE id = $1', [actor.userId, hash]);
      await tx.query(
        'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
        [actor.userId],
      );
      await record(tx, { action: 'account.change_password', kind: 'user', ids: [actor.userId] });
      return endSessions(tx, actor.userId, token);
    });
    await this.attempts.forget(account.email, address);
    return { sessionsEnded };
  }
}

async function accountOf(tx: Tx, userId: string): Promise<Account> {
  const [account] = await tx.query<Account>(
    'SELECT email, name, password_hash FROM users WHERE id = $1 AND NOT system',
    [userId],
  );
  return account!;
}
