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
  /** False if the account signs in through identity providers only. */
  readonly hasPassword: boolean;
  readonly sessions: readonly {
    readonly since: Date;
    readonly seenAt: Date;
    readonly here: boolean;
    readonly id: string;
    /** Second factor used at sign-in. */
    readonly secondFactor: 'code' | 'recovery_code' | 'provider' | null;
    /** Session opened through an identity provider. */
    readonly byProvider: boolean;
    /** For example "Firefox, Windows"; null if unknown. */
    readonly device: string | null;
    readonly address: string | null;
  }[];
}

/** The account holder's view of their own account and sessions. It never changes roles or memberships. */
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

  /** Ends one session of the actor, on any device. */
  endOne(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [ended] = await tx.query<{ done: boolean }>('SELECT own_session_end($1) AS done', [id]);
      if (!ended!.done) throw notFound();
      await record(tx, { action: 'account.end_session', kind: 'user', ids: [actor.userId] });
    });
  }

  /** Ends all other sessions of the actor and forgets all other known browsers. */
  endOthers(actor: Actor, here: Browser): Promise<{ sessionsEnded: number }> {
    return this.transactions.run(actor, async (tx) => {
      const sessionsEnded = await endSessions(tx, actor.userId, here.session);
      await forgetDevices(tx, actor.userId, here.devices);
      await record(tx, { action: 'account.end_sessions', kind: 'user', ids: [actor.userId] });
      return { sessionsEnded };
    });
  }
}
