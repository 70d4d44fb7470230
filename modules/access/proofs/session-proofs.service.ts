import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { Browser } from '../browser.types';
import { Passwords } from '../passwords/passwords.service';
import { SecondFactors, type ShownCode } from '../second-factor/second-factors.service';
import { keepSessionHere, sessionOf } from '../sessions.service';

/** What the account shows: a code of its second factor or, where it has none, its password. */
export type ProofKind = 'code' | 'password';

export interface RequestedProof {
  readonly kind: ProofKind;
  readonly shownCode: ShownCode | null;
}

/** Whoever is signed in shows again that it is them, before what is worth stealing an open session for (permissions.rules.ts). */
@Injectable()
export class SessionProofs {
  constructor(
    private readonly transactions: Transactions,
    private readonly factors: SecondFactors,
    private readonly passwords: Passwords,
  ) {}

  async requested(actor: Actor): Promise<RequestedProof> {
    const { since, shownCode } = await this.factors.own(actor);
    return { kind: since ? 'code' : 'password', shownCode };
  }

  /** Errors: `access.wrong_code`, `access.password_wrong`, `access.too_many_codes`, `access.too_many_attempts`. */
  async prove(actor: Actor, typed: string, here: Browser): Promise<void> {
    const { kind } = await this.requested(actor);
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
