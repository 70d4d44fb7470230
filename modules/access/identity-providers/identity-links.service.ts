import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import { AccountMails } from '../account-mails.service';
import { AccountLock } from '../accounts/account-lock.service';
import { Keys } from '../keys';
import { openIdErrors } from './openid.errors';

export interface IdentityLink {
  readonly id: string;
  readonly providerId: string;
  /** Null: its provider is out of force. */
  readonly name: Readonly<Record<Language, string>> | null;
  readonly madeAt: Date;
  readonly usedAt: Date | null;
}

/** Accounts and the subjects of identity providers that they are linked to. */
@Injectable()
export class IdentityLinks {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly lock: AccountLock,
    private readonly mails: AccountMails,
  ) {}

  /** Keyed digest, so that the stored rows do not reveal who somebody is at the provider. */
  digestOf(issuer: string, subject: string): Buffer {
    return this.keyedDigest('openid subjects', issuer, subject);
  }

  /** Digest of a session at the provider (claim `sid`); null if the token has none. */
  sessionDigestOf(issuer: string, sid: unknown): Buffer | null {
    return typeof sid === 'string' && sid !== ''
      ? this.keyedDigest('openid sessions', issuer, sid)
      : null;
  }

  /** Links of the actor's own account, or, for administrators, of any account. */
  of(actor: Actor, userId: string): Promise<IdentityLink[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<IdentityLink>(
        `SELECT l.id, l.provider_id AS "providerId", l.made_at AS "madeAt", l.used_at AS "usedAt",
                (SELECT e.name FROM identity_provider_editions e
                  WHERE e.provider_id = l.provider_id AND e.confirmed_at IS NOT NULL AND e.ended_at IS NULL) AS name
           FROM identity_links l WHERE l.user_id = $1 AND l.ended_at IS NULL ORDER BY l.made_at, l.id`,
        [userId],
      ),
    );
  }

  /** One's own. Error: `access.openid_last_way` where nothing else signs in. */
  endOwn(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [other] = await tx.query<{ there: boolean }>(
        `SELECT (account_has_password($1) AND NOT password_refused($1, mawa_now()))
             OR EXISTS (SELECT 1 FROM identity_links WHERE user_id = $1 AND id <> $2 AND ended_at IS NULL) AS there`,
        [actor.userId, id],
      );
      if (!other!.there) throw openIdErrors.lastWay();
      const userId = await endLink(tx, id, actor.userId);
      await this.ended(tx, 'account.unlink_identity', userId);
    });
  }

  /** Ends a link of another account; by administrators, effective at once. */
  end(actor: Actor, id: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [link] = await tx.query<{ userId: string }>(
        'SELECT user_id AS "userId" FROM identity_links WHERE id = $1 AND ended_at IS NULL',
        [id],
      );
      if (!link) throw notFound();
      await this.lock.take(tx, link.userId);
      await endLink(tx, id, link.userId);
      await this.ended(tx, 'users.unlink_identity', link.userId);
      return link;
    });
  }

  private keyedDigest(purpose: string, issuer: string, value: string): Buffer {
    return createHmac('sha256', this.keys.lasting(purpose)).update(`${issuer}\0${value}`).digest();
  }

  private async ended(tx: Tx, action: string, userId: string): Promise<void> {
    await record(tx, { action, kind: 'user', ids: [userId] });
    await this.mails.sendAfter(tx, userId, { kind: 'identity_unlinked' });
  }
}

async function endLink(tx: Tx, id: string, userId: string): Promise<string> {
  const [ended] = await tx.query(
    `UPDATE identity_links SET ended_by = $3, ended_at = mawa_now()
      WHERE id = $1 AND user_id = $2 AND ended_at IS NULL RETURNING id`,
    [id, userId, tx.actor.userId],
  );
  if (!ended) throw notFound();
  return userId;
}
