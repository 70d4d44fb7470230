import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { record, Refusals } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { ProgrammeProfile } from '../../platform/database/programme-profile';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { newKey, open, seal, sealedColumn } from '../../platform/shared/seal';
import type { Browser } from '../browser.types';
import { AccountMails } from '../account-mails.service';
import { CodeLimits } from '../guessing/code-limits.service';
import { Keys } from '../keys';
import { keepSessionHere, sessionOf } from '../sessions.service';
import { acceptedStep, base32, keyUri, nextCode, SECRET_BYTES } from './totp.rules';
import { newRecoveryCodes, readTypedCode, type TypedCode } from './typed-codes.rules';

/** Time for which an unconfirmed secret is shown again. */
const BEGUN_FOR_MS = 30 * 60_000;
/** Time after the sign-in within which an app can be set up without typing the password again. */
const AFTER_SIGN_IN_MINUTES = 10;

const placeOf = sealedColumn('second_factors', 'secret');

/** Sealed secret with its wrapped key, as SQL functions return it. */
export interface SealedFactor {
  readonly factorId: string;
  readonly secret: Buffer;
  readonly wrapped: Buffer;
  readonly lastStep: string | null;
  readonly synthetic: boolean;
}

interface OwnFactor extends SealedFactor {
  readonly madeAt: Date;
  /** Digest of the session in which the set-up was begun. */
  readonly begunIn: Buffer | null;
  readonly confirmedAt: Date | null;
  readonly codesLeft: number;
}

/** Current code, shown beside the field in demonstrations only. */
export interface ShownCode {
  readonly code: string;
  readonly inSeconds: number;
}

export interface OwnSecondFactor {
  readonly since: Date | null;
  readonly codesLeft: number;
  /** Whether a role of the account requires a second factor, and whether this session has used it. */
  readonly required: boolean;
  readonly shownAt: Date | null;
  readonly shownCode: ShownCode | null;
}

/** A secret that a code of the app has yet to confirm. */
export interface UnconfirmedSecondFactor {
  readonly secret: string;
  readonly uri: string;
  /** Name of the entry in the app. */
  readonly issuer: string;
  readonly shownCode: ShownCode | null;
}

/** What a valid code consumes: its time step, or the digest of a recovery code. */
export interface CheckedCode {
  readonly step: number | null;
  readonly recovery: Buffer | null;
}

/** Authenticator app of the actor's account: set-up, proof, removal. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly clock: Clock,
    private readonly refusals: Refusals,
    private readonly limits: CodeLimits,
    private readonly mails: AccountMails,
    private readonly profile: ProgrammeProfile,
    @Inject(ENV) private readonly env: Env,
  ) {}

  own(actor: Actor): Promise<OwnSecondFactor> {
    return this.transactions.run(actor, async (tx) => {
      const own = await ownFactor(tx);
      const isConfirmed = own !== null && own.confirmedAt !== null;
      return {
        since: own?.confirmedAt ?? null,
        codesLeft: isConfirmed ? own.codesLeft : 0,
        required: actor.session?.secondFactorRequired ?? false,
        shownAt: actor.session?.secondFactorAt ?? null,
        shownCode: isConfirmed ? this.shownCode(own) : null,
      };
    });
  }

  /**
   * Creates a new secret and replaces an unconfirmed one. Errors: `access.second_factor_there`,
   * `access.factor_at_provider`, `access.signed_in_long_ago`.
   */
  begin(actor: Actor, here: Browser): Promise<void> {
    const [id, secret, key] = [randomUUID(), randomBytes(SECRET_BYTES), newKey()] as const;
    return this.transactions.run(actor, async (tx) => {
      const [begun] = await tx.query<{
        answer: 'done' | 'there' | 'at_provider' | 'signed_in_long_ago';
      }>('SELECT begin_second_factor($1, $2, $3, $4, $5, $6) AS answer', [
        id,
        seal(key, placeOf(id), secret),
        this.keys.wrap('second_factor', id, key),
        this.keys.masterId,
        sessionOf(here),
        AFTER_SIGN_IN_MINUTES,
      ]);
      const { answer } = begun!;
      if (answer === 'there') throw new DomainError('conflict', 'access.second_factor_there');
      if (answer === 'at_provider') throw new DomainError('conflict', 'access.factor_at_provider');
      if (answer !== 'done')
        throw new DomainError('conflict', 'access.signed_in_long_ago', {
          minutes: AFTER_SIGN_IN_MINUTES,
        });
      await record(tx, {
        action: 'account.begin_second_factor',
        kind: 'user',
        ids: [tx.actor.userId],
      });
    });
  }

  /** The unconfirmed secret of this session; null if there is none or it has expired. */
  async unconfirmed(
    actor: Actor,
    email: string,
    here: Browser,
  ): Promise<UnconfirmedSecondFactor | null> {
    const own = await this.transactions.run(actor, ownFactor);
    if (!own || own.confirmedAt || this.isExpired(own, here)) return null;
    const secret = this.open(own);
    const { names } = await this.profile.current();
    const issuer = names[actor.language];
    return {
      secret: base32(secret).match(/.{4}/g)!.join(' '),
      uri: keyUri(secret, { issuer, account: email }),
      issuer,
      shownCode: this.shownCode(own),
    };
  }

  /**
   * Confirms the secret with a code of the app. Returns the recovery codes, which are not shown again. Errors:
   * `access.wrong_code`, `access.second_factor_not_begun`, `access.second_factor_there`.
   */
  async confirm(actor: Actor, typed: string, here: Browser): Promise<readonly string[]> {
    const forget = await this.admit(actor, 'code', here);
    const own = await this.transactions.run(actor, ownFactor);
    if (own?.confirmedAt) throw new DomainError('conflict', 'access.second_factor_there');
    if (!own || this.isExpired(own, here))
      throw new DomainError('conflict', 'access.second_factor_not_begun');
    const read = readTypedCode(typed);
    const checked = read?.kind === 'code' ? this.check(actor.userId, own, read) : null;
    if (!checked) return this.refuse(actor, here, 'account.confirm_second_factor');
    const codes = newRecoveryCodes();
    await this.transactions.run(actor, async (tx) => {
      const [confirmed] = await tx.query<{ done: boolean }>(
        'SELECT confirm_second_factor($1, $2, $3, $4) AS done',
        [own.factorId, checked.step, this.digestsOf(actor.userId, codes), sessionOf(here)],
      );
      if (!confirmed!.done) throw new DomainError('conflict', 'access.second_factor_not_begun');
      await record(tx, {
        action: 'account.confirm_second_factor',
        kind: 'user',
        ids: [actor.userId],
      });
      await this.mails.sendAfter(tx, actor.userId, { kind: 'factor_added' });
    });
    await forget();
    return codes;
  }

  /** Proves the second factor in an open session. Error: `access.wrong_code`. */
  prove(actor: Actor, typed: string, here: Browser): Promise<void> {
    return this.withCode(actor, typed, here, 'account.prove_second_factor', async (tx) =>
      keepSessionHere(tx, here),
    );
  }

  /** Replaces the recovery codes and returns the new ones, which are not shown again. */
  renewCodes(actor: Actor, typed: string, here: Browser): Promise<readonly string[]> {
    const codes = newRecoveryCodes();
    return this.withCode(actor, typed, here, 'account.renew_recovery_codes', async (tx) => {
      await tx.query('SELECT replace_recovery_codes($1)', [this.digestsOf(actor.userId, codes)]);
      return codes;
    });
  }

  /** Removes the factor from the actor's account. */
  remove(actor: Actor, typed: string, here: Browser): Promise<void> {
    return this.withCode(actor, typed, here, 'account.remove_second_factor', async (tx) => {
      await tx.query('SELECT remove_own_second_factor()');
    });
  }

  /** Checks a typed code; null if it is wrong or was used before. */
  check(userId: string, factor: SealedFactor, typed: TypedCode): CheckedCode | null {
    if (typed.kind === 'recovery_code')
      return { step: null, recovery: this.digestOf(userId, typed.code) };
    const { lastStep } = factor;
    const last = lastStep === null ? null : Number(lastStep);
    const step = acceptedStep(this.open(factor), typed.code, this.clock.now(), last);
    return step === null ? null : { step, recovery: null };
  }

  /**
   * Returns the current code; null unless the database is marked synthetic and the process runs with MAWA_SYNTHETIC.
   */
  shownCode(factor: SealedFactor): ShownCode | null {
    if (!factor.synthetic || !this.env.MAWA_SYNTHETIC) return null;
    const last = factor.lastStep === null ? null : Number(factor.lastStep);
    return nextCode(this.open(factor), this.clock.now(), last);
  }

  private async withCode<T>(
    actor: Actor,
    typed: string,
    here: Browser,
    action: string,
    act: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const read = readTypedCode(typed);
    const forget = await this.admit(actor, read?.kind ?? 'code', here);
    const own = await this.transactions.run(actor, ownFactor);
    if (!own?.confirmedAt) throw new DomainError('conflict', 'access.second_factor_none');
    const checked = read && this.check(actor.userId, own, read);
    const done =
      checked &&
      (await this.transactions.run(actor, async (tx) => {
        const [proof] = await tx.query<{ good: boolean }>(
          'SELECT prove_second_factor($1, $2, $3) AS good',
          [checked.step, checked.recovery, sessionOf(here)],
        );
        if (!proof!.good) return null;
        const fields = [`by:${read.kind}`];
        await record(tx, { action, kind: 'user', ids: [actor.userId], fields });
        return { result: await act(tx) };
      }));
    if (!done) return this.refuse(actor, here, action);
    await forget();
    return done.result;
  }

  private async admit(actor: Actor, kind: TypedCode['kind'], { address }: Browser) {
    const { userId } = actor;
    return this.limits.admit({ userId, kind, address, device: null, signedIn: true });
  }

  private async refuse(actor: Actor, { address }: Browser, action: string): Promise<never> {
    const ids = [actor.userId];
    await this.refusals.write(actor, address, { action, kind: 'user', ids, outcome: 'refused' });
    throw new DomainError('invalid', 'access.wrong_code');
  }

  private isExpired({ madeAt, begunIn }: OwnFactor, here: Browser): boolean {
    const isOfThisSession = Buffer.compare(begunIn ?? NONE, sessionOf(here) ?? NONE) === 0;
    return !isOfThisSession || madeAt.getTime() < this.clock.now().getTime() - BEGUN_FOR_MS;
  }

  private open({ factorId, secret, wrapped }: SealedFactor): Buffer {
    return open(this.keys.unwrap('second_factor', factorId, wrapped), placeOf(factorId), secret);
  }

  private digestsOf(userId: string, codes: readonly string[]): Buffer[] {
    return codes.map((code) => this.digestOf(userId, readTypedCode(code)!.code));
  }

  /** Keyed digest, so that recovery codes cannot be guessed from the stored rows. */
  private digestOf(userId: string, code: string): Buffer {
    const key = this.keys.lasting('recovery codes');
    return createHmac('sha256', key).update(`${userId}\0${code}`).digest();
  }
}

const NONE = Buffer.alloc(0);

async function ownFactor(tx: Tx): Promise<OwnFactor | null> {
  const [own] = await tx.query<OwnFactor>(
    `SELECT factor_id AS "factorId", secret, wrapped, made_at AS "madeAt", confirmed_at AS "confirmedAt",
            last_step AS "lastStep", begun_in AS "begunIn", codes_left AS "codesLeft", synthetic FROM own_second_factor()`,
  );
  return own ?? null;
}
