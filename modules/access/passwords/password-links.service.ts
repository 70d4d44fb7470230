import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { sqlState, Transactions, type Tx } from '../../../src/database/transactions';
import { NOBODY, type Actor } from '../../../src/shared/actor';
import { DomainError, notFound } from '../../../src/shared/domain-error';
import { lockAccount } from '../accounts/lock-account';
import { hashPassword } from './hash';
import { checkPassword } from './password.rules';

export interface NewLink {
  readonly id: string;
  /** A path of our own; shown to whoever made it, once, and kept nowhere. */
  readonly path: string;
  readonly expiresAt: Date;
  /** Opens nothing until a second administrator confirms it. */
  readonly waits: boolean;
}

interface OpenLink {
  readonly id: string;
  readonly user_id: string;
  readonly email: string;
  readonly name: string;
  readonly waits: boolean;
}

const digestOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** One-time links: whoever makes an account, or helps after a lost password, never knows the password. */
@Injectable()
export class PasswordLinks {
  constructor(private readonly transactions: Transactions) {}

  make(actor: Actor, userId: string): Promise<NewLink> {
    return this.transactions.run(actor, (tx) => this.makeIn(tx, userId));
  }

  /** Replaces a link made before. */
  async makeIn(tx: Tx, userId: string): Promise<NewLink> {
    const { active } = await lockAccount(tx, userId);
    if (!active) throw new DomainError('conflict', 'access.account_closed');
    await tx.query(
      'UPDATE password_links SET ended_at = mawa_now() WHERE user_id = $1 AND ended_at IS NULL',
      [userId],
    );
    const token = randomBytes(32).toString('base64url');
    const [link] = await tx.query<{ id: string; expires_at: Date }>(
      `INSERT INTO password_links (user_id, token_digest, made_by, expires_at)
       VALUES ($1, $2, $3, mawa_now() + make_interval(hours => mawa_setting('password_link_hours')::int))
       RETURNING id, expires_at`,
      [userId, digestOf(token), tx.actor.userId],
    );
    const [{ waits } = { waits: true }] = await tx.query<{ waits: boolean }>(
      'SELECT password_link_waits($1) AS waits',
      [link!.id],
    );
    await record(tx, { action: 'users.make_password_link', kind: 'user', ids: [userId] });
    return { id: link!.id, path: `/password/${token}`, expiresAt: link!.expires_at, waits };
  }

  confirm(actor: Actor, linkId: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, (tx) => this.confirmIn(tx, linkId));
  }

  /** The second person's word. Returns whose link it is. */
  async confirmIn(tx: Tx, linkId: string): Promise<{ userId: string }> {
    const [link] = await tx.query<{
      user_id: string;
      made_by: string;
      confirmed_by: string | null;
    }>(
      `SELECT user_id, made_by, confirmed_by FROM password_links
        WHERE id = $1 AND ended_at IS NULL AND expires_at > mawa_now() FOR UPDATE`,
      [linkId],
    );
    if (!link) throw notFound();
    if (link.confirmed_by) throw new DomainError('conflict', 'access.link_confirmed');
    if ([link.user_id, link.made_by].includes(tx.actor.userId)) {
      throw new DomainError('forbidden', 'access.second_person_link');
    }
    await lockAccount(tx, link.user_id);
    await tx.query(
      'UPDATE password_links SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1',
      [linkId, tx.actor.userId],
    );
    const ids = [link.user_id];
    await record(tx, { action: 'users.confirm_password_link', kind: 'user', ids });
    return { userId: link.user_id };
  }

  /** Whose link it is, for the page that asks for the password. Looking at it does not use it up. */
  look(token: string): Promise<{ email: string; waits: boolean }> {
    return this.transactions.run(NOBODY, (tx) => openLink(tx, token));
  }

  /** Used once: every session ends, and the person signs in with the new password. */
  async use(token: string, wanted: string): Promise<void> {
    const account = await this.transactions.run(NOBODY, (tx) => openLink(tx, token));
    if (account.waits) throw new DomainError('conflict', 'access.link_waits');
    await checkPassword(wanted, [account.email, account.name]);
    const hash = await hashPassword(wanted);
    try {
      await this.transactions.run(NOBODY, (tx) => this.useIn(tx, token, hash));
    } catch (error) {
      if (sqlState(error) === '23505') throw notFound();
      if (sqlState(error) === '42501') throw new DomainError('conflict', 'access.link_waits');
      throw error;
    }
  }

  private async useIn(tx: Tx, token: string, hash: string): Promise<void> {
    const [used] = await tx.query<{ userId: string | null }>(
      'SELECT use_password_link($1, $2) AS "userId"',
      [digestOf(token), hash],
    );
    const userId = used!.userId;
    if (!userId) throw new DomainError('not_found', 'access.link_over');
    await record(tx, { action: 'account.set_password', kind: 'user', ids: [userId] });
  }
}

async function openLink(tx: Tx, token: string): Promise<OpenLink> {
  if (!TOKEN.test(token)) throw notFound();
  const [link] = await tx.query<OpenLink>(
    'SELECT id, user_id, email, name, waits FROM password_link_account($1)',
    [digestOf(token)],
  );
  if (!link) throw new DomainError('not_found', 'access.link_over');
  return link;
}
