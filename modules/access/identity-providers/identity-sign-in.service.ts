import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Transactions } from '../../platform/database/transactions';
import { signInRefusals } from '../../platform/metrics';
import { type Actor, NOBODY } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { AccountMails } from '../account-mails.service';
import type { Browser, NewSession } from '../browser.types';
import { networkOf } from '../guessing/network.rules';
import { PENDING_MINUTES } from '../second-factor/pending-sign-ins.service';
import { digestOf, LONGEST_HOURS, keepSessionHere, sessionOf } from '../sessions.service';
import { SignIn } from '../sign-in.service';
import { IdentityLinks } from './identity-links.service';
import { IdentityProviders, type ProviderInForce } from './identity-providers.service';
import {
  type IdentityRequest,
  IdentityRequests,
  type RequestPurpose,
} from './identity-requests.service';
import { OpenIdClients } from './openid-clients.service';
import { openIdErrors, refusalError } from './openid.errors';
import { secretsOf, showsSecondFactor, signedInSince } from './openid.rules';

/** Limit for one network in 15 minutes: redirects to a provider and refused answers. */
const SENT = { points: 300, duration: 15 * 60 };
const WRONG = { points: 40, duration: 15 * 60 };
const TOO_MANY = 'access.too_many_attempts';

export interface Departure {
  readonly providerId: string;
  readonly purpose: RequestPurpose;
  readonly askedIn: Buffer | null;
  readonly next: string | null;
  readonly publicUrl: string;
  readonly address: string;
}

/** URL to redirect to, and the token kept in the cookie until the callback. */
export interface SentAway {
  readonly url: string;
  readonly token: string;
}

/** Callback of a provider as received from the browser. */
export interface ProviderAnswer {
  readonly providerId: string;
  readonly url: URL;
  /** From the cookie. */
  readonly token: string | undefined;
  readonly browser: Browser;
  /** The account signed in in this browser, if any. */
  readonly actor: Actor | null;
}

export type Arrival =
  | { readonly kind: 'session'; readonly session: NewSession }
  | { readonly kind: 'pending'; readonly pending: string }
  | { readonly kind: 'linked' | 'invited' | 'proved' };

/** Result of a callback and the purpose of its request; `provider` is null if it is no longer in force. */
export interface Outcome {
  readonly request: IdentityRequest | null;
  readonly provider: ProviderInForce | null;
  readonly arrival: Arrival | DomainError;
}

type Claims = Awaited<ReturnType<OpenIdClients['claims']>>;
interface VerifiedAnswer {
  readonly request: IdentityRequest;
  readonly provider: ProviderInForce;
  readonly claims: Claims;
  readonly digest: Buffer;
  /** Null: the token contains no `sid`. */
  readonly providerSession: Buffer | null;
}

/**
 * Sign-in through an identity provider. An account is found by its link of issuer and subject only; no other claim is
 * used (e-mail address, name, role, group).
 */
@Injectable()
export class IdentitySignIn {
  private readonly sent: RateLimiterPostgres;
  private readonly wrong: RateLimiterPostgres;

  constructor(
    private readonly transactions: Transactions,
    private readonly providers: IdentityProviders,
    private readonly requests: IdentityRequests,
    private readonly clients: OpenIdClients,
    private readonly links: IdentityLinks,
    private readonly signIn: SignIn,
    private readonly refusals: Refusals,
    private readonly mails: AccountMails,
    private readonly clock: Clock,
    dataSource: DataSource,
  ) {
    this.sent = rateLimiter(dataSource, 'openid-sent', SENT);
    this.wrong = rateLimiter(dataSource, 'openid-wrong', WRONG);
  }

  /** Errors: `access.openid_not_in_force`, `access.openid_unreachable`, `access.too_many_attempts`. */
  async begin({
    providerId,
    purpose,
    askedIn,
    next,
    publicUrl,
    address,
  }: Departure): Promise<SentAway> {
    await count(this.sent, networkOf(address), TOO_MANY);
    const provider = await this.providers.find({ providerId });
    if (!provider) throw openIdErrors.notInForce();
    const { editionId } = provider;
    const token = await this.requests.begin({ editionId, purpose, askedIn, next });
    const back = redirectUri(publicUrl, providerId);
    const url = await this.clients.authorizationUrl(provider, back, secretsOf(token));
    return { url, token };
  }

  /**
   * Processes the callback. Expected errors are returned, not thrown: where they redirect to depends on the purpose of
   * the request.
   */
  async answer(answer: ProviderAnswer): Promise<Outcome> {
    const { token, url, browser } = answer;
    let request: IdentityRequest | null = null;
    let provider: ProviderInForce | null = null;
    const seen: SeenAccount = {};
    try {
      // A forged callback (wrong `state`) must not consume the pending request.
      if (!token || url.searchParams.get('state') !== secretsOf(token).state) {
        await count(this.wrong, networkOf(browser.address), TOO_MANY);
        throw token ? openIdErrors.state() : openIdErrors.over();
      }
      request = await this.requests.take(token);
      if (!request) throw openIdErrors.over();
      provider = await this.providers.find({ editionId: request.editionId });
      if (provider?.providerId !== answer.providerId) throw openIdErrors.notInForce();
      const arrival = await this.arrive(answer, token, request, provider, seen);
      return { request, provider, arrival };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      signInRefusals.inc({ code: error.code });
      await this.noteRefusal(answer, request?.purpose ?? 'sign_in', seen);
      return { request, provider, arrival: error };
    }
  }

  /** Sign-out URL of the provider; null if it has none. */
  async signOutUrl(providerId: string, publicUrl: string): Promise<string | null> {
    const provider = await this.providers.find({ providerId });
    if (!provider) return null;
    return this.clients.endSessionUrl(provider, new URL('/sign-in', publicUrl).href);
  }

  private async arrive(
    { url, browser, actor }: ProviderAnswer,
    token: string,
    request: IdentityRequest,
    provider: ProviderInForce,
    seen: SeenAccount,
  ): Promise<Arrival> {
    const { issuer } = provider;
    const said = url.searchParams.get('iss');
    if (said !== null && said !== issuer) throw openIdErrors.issuer();
    const isOfSession = request.purpose === 'link' || request.purpose === 'proof';
    if (isOfSession && !(actor && isSameSession(browser, request))) throw openIdErrors.session();
    const claims = await this.clients.claims(provider, url, secretsOf(token));
    // Refuses an earlier session at the provider: on a shared computer it may be another person's.
    if (!signedInSince(claims, request.sentAt, this.clock.now())) throw openIdErrors.notFresh();
    const digest = this.links.digestOf(issuer, claims.sub);
    const providerSession = this.links.sessionDigestOf(issuer, claims.sid);
    const answered = { request, provider, claims, digest, providerSession };
    switch (request.purpose) {
      case 'sign_in':
        return this.openSession(answered, browser, seen);
      case 'link':
        return this.link(answered, actor!, browser);
      case 'invitation':
        return this.useInvitation(answered, seen);
      case 'proof':
        return this.prove(answered, actor!, browser);
    }
  }

  /**
   * Opens the session. If the account has a second factor and the provider reported none that is accepted, the sign-in
   * waits for `SignIn.showCode`.
   */
  private async openSession(
    { provider, claims, digest, providerSession }: VerifiedAnswer,
    browser: Browser,
    seen: SeenAccount,
  ): Promise<Arrival> {
    const { editionId } = provider;
    const account = await this.transactions.run(NOBODY, async (tx) => {
      const [found] = await tx.query<LinkedAccount>(
        'SELECT link_id AS "linkId", user_id AS "userId", email, refusal FROM identity_account($1, $2)',
        [digest, editionId],
      );
      return found;
    });
    if (!account) throw openIdErrors.unknown();
    seen.userId = account.userId;
    if (account.refusal) throw refusalError(account.refusal);
    const factor = showsSecondFactor(claims, provider);
    const session = randomBytes(32).toString('base64url');
    const pending = randomBytes(32).toString('base64url');
    const opened = await this.transactions.run(NOBODY, async (tx) => {
      if (!factor) {
        const [waits] = await tx.query<{ asked: boolean }>(
          'SELECT sign_in_pending_by_identity($1, $2, $3, $4, $5) AS asked',
          [digestOf(pending), account.linkId, editionId, providerSession, PENDING_MINUTES],
        );
        if (waits!.asked) return 'pending';
      }
      const [done] = await tx.query<{ opened: boolean }>(
        'SELECT session_open_by_identity($1, $2, $3, $4, $5, $6) AS opened',
        [digestOf(session), account.linkId, editionId, factor, providerSession, LONGEST_HOURS],
      );
      return done!.opened ? 'session' : null;
    });
    if (opened === null) throw openIdErrors.unknown();
    if (opened === 'pending') return { kind: 'pending', pending };
    return {
      kind: 'session',
      session: await this.signIn.welcome(account, session, browser, 'provider'),
    };
  }

  private link(
    { provider, digest }: VerifiedAnswer,
    actor: Actor,
    browser: Browser,
  ): Promise<Arrival> {
    return this.transactions.run(actor, async (tx) => {
      const [made] = await tx.query<{ answer: string }>(
        'SELECT link_identity($1, $2, $3) AS answer',
        [provider.editionId, digest, sessionOf(browser)],
      );
      if (made!.answer !== 'done') throw refusalError(made!.answer);
      await record(tx, { action: 'account.link_identity', kind: 'user', ids: [actor.userId] });
      await this.mails.sendAfter(tx, actor.userId, { kind: 'identity_linked' });
      return { kind: 'linked' };
    });
  }

  private useInvitation(
    { request, provider, digest }: VerifiedAnswer,
    seen: SeenAccount,
  ): Promise<Arrival> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [made] = await tx.query<{ account: string | null; answer: string }>(
        'SELECT account, answer FROM link_identity_by_invitation($1, $2, $3)',
        [provider.editionId, digest, request.askedIn],
      );
      const { account, answer } = made!;
      if (account) seen.userId = account;
      if (answer !== 'done') throw refusalError(answer);
      const fields = ['by:invitation'];
      await record(tx, { action: 'account.link_identity', kind: 'user', ids: [account!], fields });
      await this.mails.sendAfter(tx, account!, { kind: 'identity_linked' });
      return { kind: 'invited' };
    });
  }

  private prove(
    { provider, claims, digest, providerSession }: VerifiedAnswer,
    actor: Actor,
    browser: Browser,
  ): Promise<Arrival> {
    const factor = showsSecondFactor(claims, provider);
    return this.transactions.run(actor, async (tx) => {
      const [proof] = await tx.query<{ good: boolean; own: boolean }>(
        `SELECT prove_identity($1, $2, $3, $4, $5) AS good, own_identity_link($2, $1) IS NOT NULL AS own`,
        [provider.editionId, digest, sessionOf(browser), factor, providerSession],
      );
      if (!proof!.own) throw openIdErrors.otherSubject();
      if (!proof!.good) throw openIdErrors.noFactor();
      keepSessionHere(tx, browser);
      await record(tx, { action: 'account.prove_identity', kind: 'user', ids: [actor.userId] });
      return { kind: 'proved' };
    });
  }

  private noteRefusal(
    { browser, actor }: ProviderAnswer,
    purpose: RequestPurpose,
    { userId }: SeenAccount,
  ): Promise<void> {
    return this.refusals.write(purpose === 'sign_in' ? null : actor, browser.address, {
      action: REFUSED[purpose],
      kind: 'user',
      ids: userId ? [userId] : [],
      outcome: 'refused',
    });
  }
}

/** Account that a refused answer referred to, for the audit row. */
interface SeenAccount {
  userId?: string;
}

interface LinkedAccount {
  readonly linkId: string;
  readonly userId: string;
  readonly email: string;
  readonly refusal: string | null;
}

const REFUSED: Readonly<Record<RequestPurpose, string>> = {
  sign_in: 'session.start',
  link: 'account.link_identity',
  invitation: 'account.link_identity',
  proof: 'account.prove_identity',
};

const isSameSession = (browser: Browser, { askedIn }: IdentityRequest): boolean => {
  const here = sessionOf(browser);
  return here !== null && askedIn !== null && here.equals(askedIn);
};

/** One redirect URI per provider, so that the answer of one is never taken for that of another (RFC 9700, 4.4). */
export const redirectUri = (publicUrl: string, providerId: string): string =>
  new URL(`/sign-in/providers/${providerId}/answer`, publicUrl).href;
