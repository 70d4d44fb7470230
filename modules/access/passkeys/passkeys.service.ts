import { Inject, Injectable } from '@nestjs/common';
import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { record, Refusals } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { ProgrammeProfile } from '../../platform/database/programme-profile';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { NOBODY, type Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { AccountMails } from '../account-mails.service';
import type { Browser } from '../browser.types';
import { digestOf, keepSessionHere, sessionOf } from '../sessions.service';
import {
  PasskeyChallenges,
  type AnsweredChallenge,
  type PasskeyPurpose,
} from './passkey-challenges.service';
import { relyingParty, type RelyingParty } from './relying-party';

const MOST = 10;

/** Loaded with the first passkey, not with the server. */
const webAuthn = () => require('@simplewebauthn/server') as typeof import('@simplewebauthn/server');

export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  readonly madeAt: Date;
  readonly usedAt: Date | null;
}

interface StoredPasskey {
  readonly id: string;
  readonly credentialId: Buffer;
  readonly publicKey: Buffer;
  readonly counter: string;
  readonly transports: AuthenticatorTransport[];
}

interface PasskeyOfAccount extends StoredPasskey {
  readonly userId: string;
  readonly email: string;
}

/** Options of `navigator.credentials` for the script of the page, and the origin for which they are valid. */
export interface PasskeyOptions {
  readonly origin: string;
  readonly create?: PublicKeyCredentialCreationOptionsJSON;
  readonly get?: PublicKeyCredentialRequestOptionsJSON;
}

/** An assertion with a valid signature. It takes effect once its challenge and counter are stored. */
export interface VerifiedPasskey {
  readonly passkeyId: string;
  readonly userId: string;
  readonly email: string;
  readonly counter: number;
  readonly challenge: AnsweredChallenge;
}

/** Passkeys (WebAuthn) of the actor's account, used instead of a code or of password and code. */
@Injectable()
export class Passkeys {
  constructor(
    private readonly transactions: Transactions,
    private readonly challenges: PasskeyChallenges,
    private readonly profile: ProgrammeProfile,
    private readonly refusals: Refusals,
    private readonly mails: AccountMails,
    @Inject(ENV) private readonly env: Env,
  ) {}

  private get party(): RelyingParty | null {
    return relyingParty(this.env);
  }

  async own(actor: Actor): Promise<OwnPasskey[]> {
    const passkeys = await this.transactions.run(actor, (tx) =>
      tx.query<OwnPasskey>(
        'SELECT id, name, made_at AS "madeAt", used_at AS "usedAt" FROM own_passkeys()',
      ),
    );
    return passkeys;
  }

  /** Options to register a new passkey; null if browsers support none at this address. */
  async optionsToAdd(actor: Actor, email: string, here: Browser): Promise<PasskeyOptions | null> {
    if (!this.party) return null;
    const { names } = await this.profile.current();
    const known = await this.transactions.run(actor, ownPasskeys);
    const create = await webAuthn().generateRegistrationOptions({
      rpName: names[actor.language],
      rpID: this.party.id,
      userID: new Uint8Array(Buffer.from(actor.userId)),
      userName: email,
      userDisplayName: actor.name,
      challenge: this.challenges.make('add', holderOf(here)),
      attestationType: 'none',
      excludeCredentials: known.map(described),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    return { origin: this.party.origin, create };
  }

  /**
   * Errors: `access.passkey_wrong`, `access.passkey_over`, `access.passkey_there`, `access.passkey_too_many`,
   * `access.second_factor_none`.
   */
  async add(actor: Actor, name: string, typed: string, here: Browser): Promise<void> {
    const response = parsed<RegistrationResponseJSON>(typed);
    const holder = holderOf(here);
    let challenge: AnsweredChallenge | null = null;
    const verified =
      this.party &&
      response &&
      (await webAuthn()
        .verifyRegistrationResponse({
          response,
          expectedChallenge: (text) =>
            (challenge = this.challenges.read(text, 'add', holder)) !== null,
          expectedOrigin: this.party.origin,
          expectedRPID: this.party.id,
          requireUserVerification: true,
        })
        .catch(() => null));
    const action = 'account.add_passkey';
    if (!verified?.verified || !challenge) return this.refuse(actor, here, action);
    const { credential } = verified.registrationInfo;
    const { digest, until }: AnsweredChallenge = challenge;
    await this.transactions.run(actor, async (tx) => {
      const [added] = await tx.query<{ answer: keyof typeof NOT_ADDED | 'done' }>(
        'SELECT add_passkey($1, $2, $3, $4, $5, $6, $7, $8) AS answer',
        [
          Buffer.from(credential.id, 'base64url'),
          Buffer.from(credential.publicKey),
          credential.counter,
          credential.transports ?? [],
          name,
          digest,
          until,
          MOST,
        ],
      );
      const { answer } = added!;
      if (answer !== 'done') throw new DomainError('conflict', NOT_ADDED[answer], { most: MOST });
      await record(tx, { action, kind: 'user', ids: [actor.userId] });
      await this.mails.sendAfter(tx, actor.userId, { kind: 'passkey_added' });
    });
  }

  async remove(actor: Actor, id: string): Promise<void> {
    await this.transactions.run(actor, async (tx) => {
      const [removed] = await tx.query<{ name: string | null }>(
        'SELECT remove_own_passkey($1) AS name',
        [id],
      );
      if (!removed?.name) throw new DomainError('not_found', 'access.passkey_none');
      await record(tx, { action: 'account.remove_passkey', kind: 'user', ids: [actor.userId] });
      await this.mails.sendAfter(tx, actor.userId, { kind: 'passkey_removed' });
    });
  }

  /** Options to sign in without password and code; the browser offers the passkeys it has. */
  optionsToSignIn(): Promise<PasskeyOptions | null> {
    return this.options('sign_in', '', []);
  }

  /** Options to answer a pending sign-in with a passkey instead of a code; null if the account has none. */
  async optionsFor(pending: string): Promise<PasskeyOptions | null> {
    const asked = await this.transactions.run(NOBODY, (tx) =>
      tx.query<Pick<StoredPasskey, 'credentialId' | 'transports'>>(
        'SELECT credential_id AS "credentialId", transports FROM passkeys_asked($1)',
        [digestOf(pending)],
      ),
    );
    return asked.length > 0 ? this.options('second_factor', pending, asked) : null;
  }

  /** Options to prove the actor's identity before a sensitive action; null if the account has no passkey. */
  async optionsToProve(actor: Actor, here: Browser): Promise<PasskeyOptions | null> {
    const own = await this.transactions.run(actor, ownPasskeys);
    return own.length > 0 ? this.options('proof', holderOf(here), own) : null;
  }

  /**
   * Verifies the assertion of a browser that is not signed in; null if it is invalid. `pending`: token of a sign-in
   * that waits for its code.
   */
  async verify(typed: string, pending?: string): Promise<VerifiedPasskey | null> {
    const response = parsed<AuthenticationResponseJSON>(typed);
    if (!response) return null;
    const [passkey] = await this.transactions.run(NOBODY, (tx) =>
      tx.query<PasskeyOfAccount>(
        `SELECT user_id AS "userId", email, ${COLUMNS} FROM passkey_of_credential($1)`,
        [Buffer.from(response.id, 'base64url')],
      ),
    );
    const purpose = pending === undefined ? 'sign_in' : 'second_factor';
    const signed = passkey && (await this.signed(response, passkey, purpose, pending ?? ''));
    return signed ? { ...signed, userId: passkey.userId, email: passkey.email } : null;
  }

  /** Proves the identity of the actor in an open session. Error: `access.passkey_wrong`. */
  async prove(actor: Actor, typed: string, here: Browser): Promise<void> {
    const action = 'account.prove_passkey';
    const response = parsed<AuthenticationResponseJSON>(typed);
    const own = await this.transactions.run(actor, ownPasskeys);
    const passkey = own.find(({ credentialId }) => toText(credentialId) === response?.id);
    const signed =
      response && passkey && (await this.signed(response, passkey, 'proof', holderOf(here)));
    const done =
      signed &&
      (await this.transactions.run(actor, async (tx) => {
        const [proof] = await tx.query<{ good: boolean }>(
          'SELECT prove_passkey($1, $2, $3, $4, $5) AS good',
          [
            passkey.id,
            signed.counter,
            signed.challenge.digest,
            signed.challenge.until,
            sessionOf(here),
          ],
        );
        if (!proof!.good) return false;
        keepSessionHere(tx, here);
        await record(tx, { action, kind: 'user', ids: [actor.userId] });
        return true;
      }));
    if (!done) return this.refuse(actor, here, action);
  }

  private async options(
    purpose: PasskeyPurpose,
    holder: string,
    known: readonly Pick<StoredPasskey, 'credentialId' | 'transports'>[],
  ): Promise<PasskeyOptions | null> {
    if (!this.party) return null;
    const get = await webAuthn().generateAuthenticationOptions({
      rpID: this.party.id,
      challenge: this.challenges.make(purpose, holder),
      allowCredentials: known.map(described),
      userVerification: 'required',
    });
    return { origin: this.party.origin, get };
  }

  private async signed(
    response: AuthenticationResponseJSON,
    { id, credentialId, publicKey, counter, transports }: StoredPasskey,
    purpose: PasskeyPurpose,
    holder: string,
  ): Promise<Omit<VerifiedPasskey, 'userId' | 'email'> | null> {
    if (!this.party) return null;
    let challenge: AnsweredChallenge | null = null;
    const answer = await webAuthn()
      .verifyAuthenticationResponse({
        response,
        expectedChallenge: (text) =>
          (challenge = this.challenges.read(text, purpose, holder)) !== null,
        expectedOrigin: this.party.origin,
        expectedRPID: this.party.id,
        requireUserVerification: true,
        credential: {
          id: toText(credentialId),
          publicKey: new Uint8Array(publicKey),
          counter: Number(counter),
          transports,
        },
      })
      .catch(() => null);
    if (!answer?.verified || !challenge) return null;
    return { passkeyId: id, counter: answer.authenticationInfo.newCounter, challenge };
  }

  private async refuse(actor: Actor, { address }: Browser, action: string): Promise<never> {
    const ids = [actor.userId];
    await this.refusals.write(actor, address, { action, kind: 'user', ids, outcome: 'refused' });
    throw new DomainError('invalid', 'access.passkey_wrong');
  }
}

const NOT_ADDED = {
  no_factor: 'access.second_factor_none',
  over: 'access.passkey_over',
  there: 'access.passkey_there',
  too_many: 'access.passkey_too_many',
} as const;

const COLUMNS =
  'id, credential_id AS "credentialId", public_key AS "publicKey", counter, transports';

const ownPasskeys = (tx: Tx): Promise<StoredPasskey[]> =>
  tx.query<StoredPasskey>(`SELECT ${COLUMNS} FROM own_passkeys()`);

const toText = (bytes: Buffer): string => bytes.toString('base64url');

const described = ({
  credentialId,
  transports,
}: Pick<StoredPasskey, 'credentialId' | 'transports'>) => ({
  id: toText(credentialId),
  transports: [...transports],
});

/** Holder of a challenge: the session of the browser. */
const holderOf = ({ session }: Browser): string => session ?? '';

/** Parses the value sent by the script of the page; null if it is no WebAuthn response. */
function parsed<T extends { id: string }>(typed: string): T | null {
  try {
    const response = JSON.parse(typed) as T | null;
    return typeof response?.id === 'string' && response.id.length <= 1400 ? response : null;
  } catch {
    return null;
  }
}
