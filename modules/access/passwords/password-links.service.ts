import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { NOBODY, type Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { AccountLock } from '../accounts/account-lock.service';
import { PasswordChecks } from './password-checks.service';
import { checkPassword } from './password.rules';

/** A requested link. Its secret does not exist until a second person confirms. */
export interface LinkRequest {
  readonly id: string;
  readonly expiresAt: Date;
}

export interface ConfirmedLink {
  readonly userId: string;
  /** Path within Mawa; shown once to the confirming administrator and not stored. */
  readonly path: string;
  readonly expiresAt: Date;
}

interface LinkAccount {
  readonly email: string;
  readonly name: string;
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const IN_HOURS = `mawa_now() + make_interval(hours => mawa_setting('password_link_hours')::int)`;

/**
 * One-time links to choose a password. One administrator requests a link, another confirms it and hands it over; the
 * first never sees the secret. `use_password_link` decides what happens to the roles of the account (docs/security.md,
 * "Accounts and sign-in").
 */
@Injectable()
export class PasswordLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly checks: PasswordChecks,
    private readonly lock: AccountLock,
  ) {}

  request(actor: Actor, userId: string): Promise<LinkRequest> {
    return this.transactions.run(actor, (tx) => this.requestIn(tx, userId));
  }

  /** Requests a link; an earlier open link of the account is replaced. */
  async requestIn(tx: Tx, userId: string): Promise<LinkRequest> {
    const { active, service } = await this.lock.take(tx, userId);
    if (service) throw new DomainError('conflict', 'access.service_no_password');
    if (!active) throw new DomainError('conflict', 'access.account_closed');
    await tx.query(
      'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
      [userId],
    );
    const [link] = await tx.query<LinkRequest>(
      `INSERT INTO password_links (user_id, made_by, expires_at) VALUES ($1, $2, ${IN_HOURS})
       RETURNING id, expires_at AS "expiresAt"`,
      [userId, tx.actor.userId],
    );
    await record(tx, { action: 'users.make_password_link', kind: 'user', ids: [userId] });
    return link!;
  }

  confirm(actor: Actor, linkId: string): Promise<ConfirmedLink> {
    return this.transactions.run(actor, (tx) => this.confirmIn(tx, linkId));
  }

  /** Confirms as the second administrator: creates the secret and returns it to them only. */
  async confirmIn(tx: Tx, linkId: string): Promise<ConfirmedLink> {
    const [asked] = await tx.query<{ user_id: string }>(
      'SELECT user_id FROM password_links WHERE id = $1',
      [linkId],
    );
    if (!asked) throw notFound();
    const userId = asked.user_id;
    if (userId === tx.actor.userId) throw new DomainError('forbidden', 'access.second_person_link');
    await this.lock.take(tx, userId);
    const [link] = await tx.query<{ made_by: string; confirmed_by: string | null }>(
      `SELECT made_by, confirmed_by FROM password_links
        WHERE id = $1 AND ended_at IS NULL AND expires_at > mawa_now() FOR UPDATE`,
      [linkId],
    );
    if (!link) throw notFound();
    if (link.confirmed_by) throw new DomainError('conflict', 'access.link_confirmed');
    if (link.made_by === tx.actor.userId) {
      throw new DomainError('forbidden', 'access.second_person_link');
    }
    const token = randomBytes(32).toString('base64url');
    const [confirmed] = await tx.query<{ expiresAt: Date }>(
      `UPDATE password_links
          SET token_digest = $2, confirmed_by = $3, confirmed_at = mawa_now(), expires_at = ${IN_HOURS}
        WHERE id = $1 RETURNING expires_at AS "expiresAt"`,
      [linkId, digestOf(token), tx.actor.userId],
    );
    await record(tx, { action: 'users.confirm_password_link', kind: 'user', ids: [userId] });
    return { userId, path: `/password/${token}`, expiresAt: confirmed!.expiresAt };
  }

  /** Returns the account of a link for its page, without consuming the link. */
  look(token: string): Promise<LinkAccount> {
    return this.transactions.run(NOBODY, async (tx) => {
      if (!TOKEN.test(token)) throw linkOver();
      const [account] = await tx.query<{ email: string | null; name: string }>(
        'SELECT email, name FROM password_link_account($1)',
        [digestOf(token)],
      );
      if (!account?.email) throw linkOver();
      return { email: account.email, name: account.name };
    });
  }

  /** Consumes the link, sets the password and ends all sessions of the account. */
  async use(token: string, wanted: string): Promise<void> {
    const account = await this.look(token);
    await checkPassword(wanted, [account.email, account.name]);
    const hash = await this.checks.hash(wanted);
    await this.transactions.run(NOBODY, async (tx) => {
      const [used] = await tx.query<{ id: string | null }>(
        'SELECT use_password_link($1, $2) AS id',
        [digestOf(token), hash],
      );
      if (!used?.id) throw linkOver();
      await record(tx, { action: 'account.set_password', kind: 'user', ids: [used.id] });
    });
  }
}

const linkOver = (): DomainError => new DomainError('not_found', 'access.link_over');
