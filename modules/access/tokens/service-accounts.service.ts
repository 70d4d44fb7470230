import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { sqlState, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { AccountLock } from '../accounts/account-lock.service';
import type { Browser } from '../browser.types';
import { Sessions } from '../sessions.service';
import {
  AccessTokens,
  type MadeToken,
  type NewToken,
  type Proof,
  type TokenPlace,
  type TokenRow,
} from './access-tokens.service';

/** Service accounts end after two years at the latest. */
const MOST_DAYS = 730;

export interface NewServiceAccount {
  readonly name: string;
  readonly purpose: string;
  readonly responsibleId: string;
  readonly organisationId?: string | undefined;
  readonly lastDay: CivilDate;
}

export interface ServiceAccount {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly organisation: string | null;
  readonly responsible: string;
  readonly lastDay: CivilDate;
  readonly madeById: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly endedAt: Date | null;
  readonly state: 'waiting' | 'open' | 'over' | 'ended';
  readonly openTokens: number;
  readonly usedAt: Date | null;
}

const ACCOUNTS = `
  SELECT a.user_id AS id, localized_name(u.name, u.names) AS name, a.purpose, localized_name(o.name, o.names) AS organisation, localized_name(r.name, r.names) AS responsible, a.last_day::text AS "lastDay",
         a.made_by AS "madeById", localized_name(m.name, m.names) AS "madeBy", a.made_at AS "madeAt", localized_name(c.name, c.names) AS "confirmedBy",
         a.confirmed_at AS "confirmedAt", a.ended_at AS "endedAt",
         CASE WHEN a.ended_at IS NOT NULL OR NOT u.active THEN 'ended' WHEN a.last_day < mawa_day(mawa_now()) THEN 'over'
              WHEN a.confirmed_by IS NULL THEN 'waiting' ELSE 'open' END AS state,
         (SELECT count(*)::int FROM access_tokens t
           WHERE t.user_id = a.user_id AND t.revoked_at IS NULL AND t.expires_at > mawa_now()
             AND (NOT t.needs_confirmation OR t.confirmed_at IS NOT NULL)) AS "openTokens",
         (SELECT max(t.used_at) FROM access_tokens t WHERE t.user_id = a.user_id) AS "usedAt"
    FROM service_accounts a JOIN users u ON u.id = a.user_id JOIN users r ON r.id = a.responsible_id
    JOIN users m ON m.id = a.made_by LEFT JOIN users c ON c.id = a.confirmed_by
    LEFT JOIN organisations o ON o.id = u.organisation_id
   WHERE $1::uuid IS NULL OR a.user_id = $1
   ORDER BY (a.ended_at IS NULL) DESC, localized_name(u.name, u.names), a.user_id LIMIT 200`;

const translated = constraintTranslator({
  service_accounts_second_person: ['forbidden', 'access.second_person'],
});

/**
 * Service accounts (used by programs): created by one administrator, confirmed by another; they sign in by tokens only.
 */
@Injectable()
export class ServiceAccounts {
  constructor(
    private readonly transactions: Transactions,
    private readonly lock: AccountLock,
    private readonly tokens: AccessTokens,
    private readonly sessions: Sessions,
  ) {}

  list(actor: Actor): Promise<ServiceAccount[]> {
    return this.transactions.run(actor, async (tx) => {
      await record(tx, { action: 'service_accounts.list', kind: 'user' });
      return tx.query<ServiceAccount>(ACCOUNTS, [null]);
    });
  }

  async look(
    actor: Actor,
    id: string,
  ): Promise<ServiceAccount & { tokens: readonly TokenRow[]; places: readonly TokenPlace[] }> {
    const account = await this.transactions.run(actor, async (tx) => {
      await record(tx, { action: 'service_accounts.look', kind: 'user', ids: [id] });
      return accountOf(tx, id);
    });
    const tokens = await this.tokens.of(actor, id);
    return { ...account, tokens, places: await this.tokens.places(actor, id) };
  }

  /** Colleagues who can be responsible: open accounts other than the creating administrator. */
  colleagues(actor: Actor): Promise<{ id: string; name: string }[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<{ id: string; name: string }>(
        'SELECT id, localized_name(name, names) AS name FROM users WHERE active AND NOT system AND NOT service AND id <> $1 ORDER BY name, id',
        [actor.userId],
      ),
    );
  }

  /** Errors: `access.service_days`, `access.service_responsible`. */
  make(actor: Actor, account: NewServiceAccount): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const { name, purpose, responsibleId, organisationId = null, lastDay } = account;
      if (lastDay < tx.today || lastDay > addDays(tx.today, MOST_DAYS))
        throw new DomainError('invalid', 'access.service_days', { days: MOST_DAYS }, 'lastDay');
      const [responsible] = await tx.query(
        'SELECT 1 FROM users WHERE id = $1 AND id <> $2 AND active AND NOT system AND NOT service',
        [responsibleId, actor.userId],
      );
      if (!responsible)
        throw new DomainError('invalid', 'access.service_responsible', {}, 'responsibleId');
      const id = await addUser(tx, name, organisationId);
      await tx.query(
        'INSERT INTO service_accounts (user_id, purpose, responsible_id, last_day) VALUES ($1, $2, $3, $4)',
        [id, purpose, responsibleId, lastDay],
      );
      await record(tx, { action: 'service_accounts.make', kind: 'user', ids: [id] });
      return { id };
    });
  }

  /** Confirms as another administrator than the creator. */
  confirm(actor: Actor, id: string): Promise<void> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        await this.lock.take(tx, id);
        const account = await accountOf(tx, id);
        if (account.state === 'ended' || account.state === 'over')
          throw new DomainError('conflict', 'access.account_closed');
        if (account.confirmedAt) throw new DomainError('conflict', 'access.service_confirmed');
        const [confirmed] = await tx.query(
          `UPDATE service_accounts SET confirmed_by = $2, confirmed_at = mawa_now() WHERE user_id = $1
           RETURNING user_id`,
          [id, actor.userId],
        );
        if (!confirmed) throw notFound();
        await record(tx, { action: 'service_accounts.confirm', kind: 'user', ids: [id] });
      }),
    );
  }

  /** Ends the account and its tokens at once. */
  end(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.lock.take(tx, id);
      const [ended] = await tx.query(
        `UPDATE service_accounts SET ended_by = $2, ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL
         RETURNING user_id`,
        [id, actor.userId],
      );
      if (!ended) throw notFound();
      await tx.query('UPDATE users SET active = false WHERE id = $1', [id]);
      await record(tx, { action: 'service_accounts.end', kind: 'user', ids: [id] });
    });
  }

  /** Errors of AccessTokens.make, `access.service_waits`. */
  async makeToken(
    actor: Actor,
    id: string,
    wanted: NewToken,
    proof: Proof,
    here: Browser,
  ): Promise<MadeToken> {
    const account = await this.transactions.run(actor, async (tx) => {
      await this.lock.take(tx, id);
      return accountOf(tx, id);
    });
    if (account.state !== 'open') throw new DomainError('conflict', 'access.service_waits');
    const owner = await this.ownerOf(id);
    const proved = await this.tokens.prove(actor, proof, here);
    return this.tokens.makeFor(actor, owner, wanted, 'mawa_svc_', proved);
  }

  /** The account as an actor, to compute which scopes its tokens may have. */
  async ownerOf(id: string): Promise<Actor> {
    const owner = await this.sessions.actorById(id);
    if (!owner) throw notFound();
    return owner;
  }
}

async function accountOf(tx: Tx, id: string): Promise<ServiceAccount> {
  const [account] = await tx.query<ServiceAccount>(ACCOUNTS, [id]);
  if (!account) throw notFound();
  return account;
}

/** Creates the user row with an unusable e-mail address: `.invalid` is reserved (RFC 2606). */
async function addUser(tx: Tx, name: string, organisationId: string | null): Promise<string> {
  try {
    const [user] = await tx.query<{ id: string }>(
      `INSERT INTO users (email, name, language, organisation_id, service)
       VALUES ($1, $2, coalesce(mawa_setting('programme_language') #>> '{}', 'fr'), $3, true) RETURNING id`,
      [`${randomUUID()}@program.invalid`, name, organisationId],
    );
    return user!.id;
  } catch (error) {
    if (sqlState(error) === '42501') throw new DomainError('forbidden', 'access.not_yours');
    throw error;
  }
}
