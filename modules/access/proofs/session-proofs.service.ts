import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Browser } from '../browser.types';
import type { NamedProvider } from '../identity-providers/identity-providers.service';
import { Passwords } from '../passwords/passwords.service';
import { SecondFactors, type ShownCode } from '../second-factor/second-factors.service';
import { keepSessionHere, sessionOf } from '../sessions.service';

/**
 * How an account proves its identity: by a code of its second factor; by its password if it has none; by the identity
 * provider if it has neither.
 */
export type ProofKind = 'code' | 'password' | 'provider';

export interface RequestedProof {
  readonly kind: ProofKind;
  /** Identity providers at which another sign-in is accepted as a proof too. */
  readonly providers: readonly NamedProvider[];
  readonly shownCode: ShownCode | null;
}

/** Proof of identity within an open session, required before sensitive changes (permissions.rules.ts). */
@Injectable()
export class SessionProofs {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: SecondFactors,
    private readonly passwords: Passwords,
  ) {}

  async requested(actor: Actor): Promise<RequestedProof> {
    const { since, shownCode } = await this.factors.own(actor);
    const { hasPassword, providers } = await this.transactions.run(actor, async (tx) => {
      const [own] = await tx.query<{ hasPassword: boolean }>(
        'SELECT account_has_password($1) AND NOT password_refused($1, mawa_now()) AS "hasPassword"',
        [actor.userId],
      );
      // If the account has a second factor, providers that report none are not accepted (prove_identity).
      const linked = await tx.query<NamedProvider>(
        `SELECT e.provider_id AS id, e.name FROM identity_links l JOIN identity_provider_editions e USING (provider_id)
          WHERE l.user_id = $1 AND l.ended_at IS NULL AND e.confirmed_at IS NOT NULL AND e.ended_at IS NULL
            AND (NOT $2 OR e.factor_amr <> '{}' OR e.factor_acr <> '{}') ORDER BY e.name ->> 'fr'`,
        [actor.userId, since !== null],
      );
      return { ...own!, providers: linked };
    });
    const kind = since ? 'code' : hasPassword ? 'password' : 'provider';
    return { kind, providers, shownCode };
  }

  /** Errors: `access.wrong_code`, `access.password_wrong`, `access.too_many_codes`, `access.too_many_attempts`. */
  async prove(actor: Actor, typed: string, here: Browser): Promise<void> {
    const { kind } = await this.requested(actor);
    if (kind === 'provider') throw new DomainError('conflict', 'access.proof_at_provider');
    if (kind === 'code') return this.factors.prove(actor, typed, here);
    const hash = await this.passwords.check(actor, typed, here, 'account.prove_password');
    await this.transactions.run(actor, async (tx) => {
      const [proof] = await tx.query<{ good: boolean }>('SELECT prove_password($1, $2) AS good', [
        hash,
        sessionOf(here),
      ]);
      if (!proof!.good) throw new DomainError('conflict', 'access.proof_changed');
      keepSessionHere(tx, here);
      await record(tx, { action: 'account.prove_password', kind: 'user', ids: [actor.userId] });
    });
  }
}
