import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { sqlState, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { Browser } from '../browser.types';
import { Passwords } from '../passwords/passwords.service';
import type { Permission } from '../permissions.rules';
import { SecondFactors } from '../second-factor/second-factors.service';
import { grantableTo } from './token-scope.rules';
import { TokenMails } from './token-mails.service';
import { digestOfToken, newToken, type TokenPrefix } from './token-text.rules';

/** Maximum open tokens of one account. */
const MOST_OPEN = 50;

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly readsOnly?: boolean;
  readonly places?: readonly string[];
  readonly days: number;
}

/** A new token; its text is returned only here. */
export interface MadeToken {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
}

export interface TokenRow {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly permissions: readonly string[];
  readonly readsOnly: boolean;
  readonly places: readonly { readonly id: string; readonly name: string }[] | null;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
  readonly usedFrom: string | null;
  readonly revokedAt: Date | null;
  readonly madeById: string;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly state: 'waiting' | 'open' | 'expired' | 'revoked';
}

export interface TokenPlace {
  readonly id: string;
  readonly kind: 'shelter' | 'organisation';
  readonly name: string;
}

export interface Proof {
  readonly password: string;
  readonly code?: string | undefined;
}

const TOKENS = `
  SELECT t.id, t.user_id AS "userId", t.name, t.permissions, t.reads_only AS "readsOnly",
         CASE WHEN t.places IS NOT NULL THEN (SELECT jsonb_agg(jsonb_build_object('id', p, 'name',
             coalesce((SELECT localized_name(s.code_name, s.names) FROM shelters s WHERE s.id = p), (SELECT localized_name(o.name, o.names) FROM organisations o WHERE o.id = p), '?')))
           FROM unnest(t.places) AS p) END AS places,
         t.made_by AS "madeById", localized_name(m.name, m.names) AS "madeBy", t.made_at AS "madeAt", t.expires_at AS "expiresAt",
         localized_name(c.name, c.names) AS "confirmedBy", t.confirmed_at AS "confirmedAt",
         t.used_at AS "usedAt", t.used_from AS "usedFrom", t.revoked_at AS "revokedAt",
         CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= mawa_now() THEN 'expired'
              WHEN t.needs_confirmation AND t.confirmed_at IS NULL THEN 'waiting' ELSE 'open' END AS state
    FROM access_tokens t JOIN users m ON m.id = t.made_by LEFT JOIN users c ON c.id = t.confirmed_by
   WHERE t.user_id = $1 ORDER BY (t.revoked_at IS NULL AND t.expires_at > mawa_now()) DESC, t.made_at DESC, t.id LIMIT 100`;

const PLACES = `
  SELECT m.principal_id AS id, m.principal_kind AS kind, coalesce(localized_name(s.code_name, s.names), localized_name(o.name, o.names)) AS name FROM memberships m
    LEFT JOIN shelters s ON m.principal_kind = 'shelter' AND s.id = m.principal_id
    LEFT JOIN organisations o ON m.principal_kind = 'organisation' AND o.id = m.principal_id
   WHERE m.user_id = $1 AND m.principal_kind IN ('shelter', 'organisation') AND m.from_at <= mawa_now()
     AND (m.until_at IS NULL OR m.until_at > mawa_now()) AND coalesce(s.code_name, o.name) IS NOT NULL
   ORDER BY kind, name, id`;

const translated = constraintTranslator({
  access_tokens_second_person: ['forbidden', 'access.second_person'],
});

/** Hash of the checked password: the token is created only if the password is still the same. */
export interface ProvedPassword {
  readonly hash: string;
}

/** Access tokens of an account: created after password and code, listed, revoked. Not usable with a token. */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly transactions: Transactions,
    private readonly passwords: Passwords,
    private readonly factors: SecondFactors,
    private readonly mails: TokenMails,
  ) {}

  of(actor: Actor, userId = actor.userId): Promise<TokenRow[]> {
    return this.transactions.run(actor, (tx) => tx.query<TokenRow>(TOKENS, [userId]));
  }

  /** Shelters and organisations of the account, to which a token can be limited. */
  places(actor: Actor, userId = actor.userId): Promise<TokenPlace[]> {
    return this.transactions.run(actor, (tx) => tx.query<TokenPlace>(PLACES, [userId]));
  }

  mostDays(actor: Actor): Promise<number> {
    return this.transactions.run(actor, mostDays);
  }

  /**
   * Errors: `access.password_wrong`, `access.wrong_code`, `access.token_needs_code`, `access.proof_changed`,
   * `access.token_beyond`, `access.token_days`, `access.token_place`, `access.token_too_many_open`.
   */
  async make(actor: Actor, wanted: NewToken, proof: Proof, here: Browser): Promise<MadeToken> {
    const proved = await this.prove(actor, proof, here);
    return this.makeFor(actor, actor, wanted, 'mawa_pat_', proved);
  }

  /**
   * Creates a token for another account; callers have checked that it is a service account. The token of a service
   * account opens nothing until another administrator confirms it.
   */
  async makeFor(
    actor: Actor,
    owner: Actor,
    wanted: NewToken,
    prefix: TokenPrefix,
    proved: ProvedPassword,
  ): Promise<MadeToken> {
    const grantable = grantableTo(owner);
    if (wanted.permissions.length === 0)
      throw new DomainError('invalid', 'access.token_needs_scope', {}, 'permissions');
    if (wanted.permissions.some((permission) => !grantable.includes(permission)))
      throw new DomainError('invalid', 'access.token_beyond', {}, 'permissions');
    const token = newToken(prefix);
    return this.transactions.run(actor, async (tx) => {
      const kept = await insertToken(tx, owner.userId, wanted, token, proved, prefix);
      await record(tx, {
        action: 'tokens.make',
        kind: 'token',
        ids: [kept.id, owner.userId],
        fields: [...(wanted.readsOnly ? ['readsOnly'] : []), ...(wanted.places ? ['places'] : [])],
      });
      tx.afterCommit(() => this.mails.made(owner.userId, kept.id));
      return { ...kept, token };
    });
  }

  /** Revokes a token at once, by its owner or an administrator. A second revocation finds nothing. */
  revoke(actor: Actor, id: string): Promise<{ userId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [revoked] = await tx.query<{ userId: string }>(
        `UPDATE access_tokens SET revoked_at = mawa_now(), revoked_by = $2 WHERE id = $1 AND revoked_at IS NULL
         RETURNING user_id AS "userId"`,
        [id, actor.userId],
      );
      if (!revoked) throw notFound();
      await record(tx, { action: 'tokens.revoke', kind: 'token', ids: [id, revoked.userId] });
      return revoked;
    });
  }

  /**
   * Confirms the token of a service account as another administrator than the one who made it; it works from now on.
   * Errors: `access.second_person`, `access.token_confirmed`, `access.token_over`.
   */
  confirm(actor: Actor, id: string): Promise<{ userId: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const [waiting] = await tx.query<{ userId: string; isOver: boolean; isConfirmed: boolean }>(
          `SELECT user_id AS "userId", revoked_at IS NOT NULL OR expires_at <= mawa_now() AS "isOver",
                  confirmed_at IS NOT NULL AS "isConfirmed"
             FROM access_tokens WHERE id = $1 AND needs_confirmation`,
          [id],
        );
        if (!waiting) throw notFound();
        if (waiting.isOver) throw new DomainError('conflict', 'access.token_over');
        const [confirmed] = await tx.query(
          `UPDATE access_tokens SET confirmed_by = $2, confirmed_at = mawa_now()
            WHERE id = $1 AND confirmed_at IS NULL AND revoked_at IS NULL RETURNING id`,
          [id, actor.userId],
        );
        if (waiting.isConfirmed || !confirmed)
          throw new DomainError('conflict', 'access.token_confirmed');
        await record(tx, { action: 'tokens.confirm', kind: 'token', ids: [id, waiting.userId] });
        return { userId: waiting.userId };
      }),
    );
  }

  /** Checks the owner's password and, if the account has one, the second factor. */
  async prove(actor: Actor, { password, code }: Proof, here: Browser): Promise<ProvedPassword> {
    const hash = await this.passwords.check(
      actor,
      password,
      here,
      'tokens.make',
      'currentPassword',
    );
    const { since } = await this.factors.own(actor);
    if (since === null) return { hash };
    if (!code) throw new DomainError('invalid', 'access.token_needs_code', {}, 'otp');
    await this.factors.prove(actor, code, here);
    return { hash };
  }
}

const mostDays = async (tx: Tx): Promise<number> => {
  const [setting] = await tx.query<{ days: number }>(
    `SELECT mawa_setting('token_most_days')::int AS days`,
  );
  return setting!.days;
};

async function insertToken(
  tx: Tx,
  userId: string,
  { name, permissions, readsOnly = false, places, days }: NewToken,
  token: string,
  { hash }: ProvedPassword,
  prefix: TokenPrefix,
): Promise<{ id: string; expiresAt: Date }> {
  const most = await mostDays(tx);
  if (days > most) throw new DomainError('invalid', 'access.token_days', { days: most }, 'days');
  // Serialises concurrent requests, so that they cannot exceed the limit.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('tokens/' || $1, 0))`, [userId]);
  const [standing] = await tx.query<{ isProved: boolean }>(
    'SELECT u.active AND own_password_hash() = $2 AS "isProved" FROM users u WHERE u.id = $1',
    [userId, hash],
  );
  if (!standing?.isProved) throw new DomainError('conflict', 'access.proof_changed');
  const [{ open }] = (await tx.query<{ open: number }>(
    'SELECT count(*)::int AS open FROM access_tokens WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > mawa_now()',
    [userId],
  )) as [{ open: number }];
  if (open >= MOST_OPEN)
    throw new DomainError('conflict', 'access.token_too_many_open', { most: MOST_OPEN });
  const own = (await tx.query<TokenPlace>(PLACES, [userId])).map(({ id }) => id);
  if (places?.some((place) => !own.includes(place)))
    throw new DomainError('invalid', 'access.token_place', {}, 'places');
  try {
    const [kept] = await tx.query<{ id: string; expiresAt: Date }>(
      `INSERT INTO access_tokens (user_id, digest, name, permissions, reads_only, places, expires_at, needs_confirmation)
       VALUES ($1, $2, $3, $4, $5, $6, mawa_now() + make_interval(days => $7), $8) RETURNING id, expires_at AS "expiresAt"`,
      [
        userId,
        digestOfToken(token),
        name,
        permissions,
        readsOnly,
        places ?? null,
        days,
        prefix === 'mawa_svc_',
      ],
    );
    return kept!;
  } catch (error) {
    if (sqlState(error) === '42501') throw new DomainError('forbidden', 'access.not_yours');
    throw error;
  }
}
