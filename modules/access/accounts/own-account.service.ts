import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { forgetDevices } from '../guessing/known-devices.service';
import { digestOf, endSessions } from '../sessions.service';
import type { Browser } from '../browser.types';

export interface OwnAccount {
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly passwordSince: Date | null;
  /** False where the account signs in through identity providers alone. */
  readonly hasPassword: boolean;
  readonly sessions: readonly {
    readonly since: Date;
    readonly seenAt: Date;
    readonly here: boolean;
    readonly id: string;
    /** What was shown beside the password. */
    readonly secondFactor: 'code' | 'recovery_code' | 'provider' | null;
    /** Opened through an identity provider. */
    readonly byProvider: boolean;
    /** As "Firefox, Windows"; null where it was not said. */
    readonly device: string | null;
    readonly address: string | null;
  }[];
}

/** What one sees and may do of one's own account. Rights are never among it. */
@Injectable()
export class OwnAccounts {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, token: string): Promise<OwnAccount> {
    return this.transactions.run(actor, async (tx) => {
      const [account] = await tx.query<Pick<OwnAccount, 'email' | 'passwordSince' | 'hasPassword'>>(
        `SELECT u.email, account_has_password(u.id) AS "hasPassword", (SELECT max(c.at) FROM password_changes c WHERE c.user_id = u.id) AS "passwordSince"
           FROM users u WHERE u.id = $1`,
        [actor.userId],
      );
      const sessions = await tx.query<OwnAccount['sessions'][number]>(
        'SELECT since, seen_at AS "seenAt", here, id, second_factor AS "secondFactor", device, address, by_provider AS "byProvider" FROM account_sessions($1, $2)',
        [actor.userId, digestOf(token)],
      );
      return { ...account!, name: actor.name, roles: actor.roles, sessions };
    });
  }

  /** One of one's own sessions, wherever it was left open. */
  endOne(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [ended] = await tx.query<{ done: boolean }>('SELECT own_session_end($1) AS done', [id]);
      if (!ended!.done) throw notFound();
      await record(tx, { action: 'account.end_session', kind: 'user', ids: [actor.userId] });
    });
  }

  /** Every other browser is signed out, and is known no longer. */
  endOthers(actor: Actor, here: Browser): Promise<{ sessionsEnded: number }> {
    return this.transactions.run(actor, async (tx) => {
      const sessionsEnded = await endSessions(tx, actor.userId, here.session);
      await forgetDevices(tx, actor.userId, here.devices);
      await record(tx, { action: 'account.end_sessions', kind: 'user', ids: [actor.userId] });
      return { sessionsEnded };
    });
  }
}
