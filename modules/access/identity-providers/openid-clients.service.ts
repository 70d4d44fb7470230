import { Injectable } from '@nestjs/common';
import { compactVerify, createLocalJWKSet, errors as jose } from 'jose';
import type { CompactJWSHeaderParameters, FlattenedJWSInput, JSONWebKeySet } from 'jose';
import * as openid from 'openid-client';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import type { SignedToken } from './logout-token.rules';
import { CLOCK_TOLERANCE, type RequestSecrets } from './openid.rules';
import { logoutRefusal, openIdErrors, ProviderUnreachable } from './openid.errors';
import { translateOpenIdError } from './openid.errors';
import { ProviderRequests } from './provider-requests.service';

/** What a provider says of itself is asked for again after this time. */
const KEPT_MS = 60 * 60_000;
/** One that does not answer is asked again after this time. */
const FAILURE_KEPT_MS = 5_000;
const SECONDS = 10;
/** Seconds after which the keys of a provider are asked for again. */
const KEY_SET_MAX_AGE_SECONDS = 300;
/** The same for a key that is not among them, and after a failure: they are asked for no more often than that. */
const UNKNOWN_KEY_REFETCH_SECONDS = 60;
/** What a token may be signed with where the provider does not say. */
const USUAL_ALGORITHMS = ['RS256'];
/** No answer, metadata that are not the provider's, no list of keys, or a key with which no signature can be checked. */
const KEY_ERRORS = [ProviderUnreachable, DomainError, jose.JWKSInvalid, TypeError, DOMException];
const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** A confirmed edition of an identity provider, with its secret opened. */
export interface OpenIdProvider {
  readonly editionId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly factorAcr: readonly string[];
}

interface ProviderMetadata {
  readonly metadata: openid.ServerMetadata;
  keys?: openid.ExportedJWKSCache;
  asked?: KeysRequest;
}

/** The last time that the keys were asked for, by the clock of the process. */
interface KeysRequest {
  readonly at: number;
  readonly keys: Promise<JSONWebKeySet>;
}

interface KeptMetadata {
  /** By the clock of the process; Infinity while it is asked for. */
  until: number;
  readonly metadata: Promise<ProviderMetadata>;
}

/** The protocol: OpenID Connect, authorization code with PKCE, state and nonce; signatures checked. By `openid-client`. */
@Injectable()
export class OpenIdClients {
  private readonly kept = new Map<string, KeptMetadata>();

  constructor(
    private readonly requests: ProviderRequests,
    private readonly clock: Clock,
  ) {}

  /** Where the browser is sent; the person signs in there anew. Throws errors of openid.errors.ts. */
  async authorizationUrl(
    provider: OpenIdProvider,
    redirectUri: string,
    { state, nonce, verifier }: RequestSecrets,
  ): Promise<string> {
    try {
      const config = await this.configOf(provider);
      const { factorAcr } = provider;
      const { href } = openid.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid',
        state,
        nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // Whoever is signed in there may be somebody else at a shared computer.
        prompt: 'login',
        max_age: '0',
        ...(factorAcr.length > 0 && { acr_values: factorAcr.join(' ') }),
      });
      if (!(await this.requests.isAllowed(href))) throw openIdErrors.notVerified();
      return href;
    } catch (error) {
      throw translateOpenIdError(error);
    }
  }

  /** The claims of the token that the code is good for. Throws errors of openid.errors.ts. */
  async claims(
    provider: OpenIdProvider,
    answer: URL,
    { state, nonce, verifier }: RequestSecrets,
  ): Promise<openid.IDToken> {
    try {
      const config = await this.configOf(provider);
      const tokens = await openid.authorizationCodeGrant(config, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      (await this.metadataOf(provider)).keys = openid.getJwksCache(config);
      const claims = tokens.claims()!;
      if (claims.iss !== provider.issuer) throw openIdErrors.issuer();
      return claims;
    } catch (error) {
      throw translateOpenIdError(error);
    }
  }

  /** Where one signs out of the provider too; null where it has no such page, or does not answer. */
  async endSessionUrl(provider: OpenIdProvider, backTo: string): Promise<string | null> {
    try {
      const config = await this.configOf(provider);
      if (!config.serverMetadata().end_session_endpoint) return null;
      const { href } = openid.buildEndSessionUrl(config, { post_logout_redirect_uri: backTo });
      return (await this.requests.isAllowed(href)) ? href : null;
    } catch {
      return null;
    }
  }

  /** What a logout token says, once its signature was found to be the provider's. Error: `access.logout_token`. */
  async verifyLogoutToken(provider: OpenIdProvider, token: string): Promise<SignedToken> {
    try {
      const kept = await this.metadataOf(provider);
      const stated: unknown = kept.metadata.id_token_signing_alg_values_supported;
      if (stated !== undefined && !isListOfTexts(stated))
        throw new ProviderUnreachable('algorithms that are no list');
      const { protectedHeader, payload } = await compactVerify(
        token,
        (header, jws) => this.keyOf(kept, header, jws),
        { algorithms: (stated ?? USUAL_ALGORITHMS).filter((one) => ASYMMETRIC.test(one)) },
      );
      return { header: protectedHeader, claims: JSON.parse(new TextDecoder().decode(payload)) };
    } catch (error) {
      if (KEY_ERRORS.some((one) => error instanceof one)) throw logoutRefusal('keys');
      if (error instanceof jose.JOSEError || error instanceof SyntaxError)
        throw logoutRefusal('signature');
      throw error;
    }
  }

  private async keyOf(
    kept: ProviderMetadata,
    header: CompactJWSHeaderParameters,
    jws: FlattenedJWSInput,
  ) {
    const find = async (seconds: number) =>
      createLocalJWKSet(await this.keysOf(kept, seconds))(header, jws);
    try {
      return await find(KEY_SET_MAX_AGE_SECONDS);
    } catch (error) {
      if (!(error instanceof jose.JWKSNoMatchingKey)) throw error;
      return find(UNKNOWN_KEY_REFETCH_SECONDS);
    }
  }

  /** Keys younger than that where they may be asked for; once, however many wait for them. */
  private keysOf(kept: ProviderMetadata, seconds: number): Promise<JSONWebKeySet> {
    const { keys } = kept;
    if (keys && secondsNow() - keys.uat < seconds)
      return Promise.resolve(keys.jwks as JSONWebKeySet);
    const at = performance.now();
    if (!kept.asked || at - kept.asked.at >= UNKNOWN_KEY_REFETCH_SECONDS * 1000)
      kept.asked = { at, keys: this.fetchKeys(kept) };
    return kept.asked.keys;
  }

  private async fetchKeys(kept: ProviderMetadata): Promise<JSONWebKeySet> {
    const { jwks_uri: address } = kept.metadata;
    if (typeof address !== 'string') throw new ProviderUnreachable('no address of keys');
    const answer = await this.requests.fetch(address, {
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    const body: unknown = await answer.json().catch(() => null);
    const keys = (body as Partial<JSONWebKeySet> | null)?.keys;
    if (answer.status !== 200 || !Array.isArray(keys)) throw new ProviderUnreachable('no keys');
    kept.keys = { jwks: { keys }, uat: secondsNow() } as openid.ExportedJWKSCache;
    return { keys };
  }

  private async configOf(provider: OpenIdProvider): Promise<openid.Configuration> {
    const { metadata, keys } = await this.metadataOf(provider);
    const { clientId, clientSecret } = provider;
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    const authentication = methods.includes('client_secret_basic')
      ? openid.ClientSecretBasic(clientSecret)
      : openid.ClientSecretPost(clientSecret);
    const aheadMs = this.clock.now().getTime() - Date.now();
    const config = new openid.Configuration(
      metadata,
      clientId,
      { [openid.clockSkew]: Math.round(aheadMs / 1000), [openid.clockTolerance]: CLOCK_TOLERANCE },
      authentication,
    );
    this.limit(config, provider.issuer);
    openid.enableNonRepudiationChecks(config);
    if (keys) openid.setJwksCache(config, keys);
    return config;
  }

  /** Asked for once, however many wait for it; after a failure not again for some seconds. */
  private metadataOf(provider: OpenIdProvider): Promise<ProviderMetadata> {
    const { editionId } = provider;
    const found = this.kept.get(editionId);
    if (found && found.until > performance.now()) return found.metadata;
    const asked: KeptMetadata = { until: Infinity, metadata: this.discover(provider) };
    this.kept.set(editionId, asked);
    asked.metadata.then(
      () => (asked.until = performance.now() + KEPT_MS),
      () => (asked.until = performance.now() + FAILURE_KEPT_MS),
    );
    return asked.metadata;
  }

  private async discover({ issuer, clientId }: OpenIdProvider): Promise<ProviderMetadata> {
    try {
      const isPlain = issuer.startsWith('http:');
      const discovered = await openid.discovery(new URL(issuer), clientId, undefined, undefined, {
        [openid.customFetch]: (url, options) => this.requests.fetch(url, options),
        timeout: SECONDS,
        execute: isPlain ? [openid.allowInsecureRequests] : [],
      });
      const metadata = discovered.serverMetadata();
      if (metadata.issuer !== issuer) throw openIdErrors.issuer();
      const { supportsPKCE: _, ...plain } = metadata;
      return { metadata: plain };
    } catch (error) {
      throw translateOpenIdError(error);
    }
  }

  private limit(config: openid.Configuration, issuer: string): void {
    config[openid.customFetch] = (url, options) => this.requests.fetch(url, options);
    config.timeout = SECONDS;
    // The address itself is checked by each request (provider-requests.service.ts).
    if (issuer.startsWith('http:')) openid.allowInsecureRequests(config);
  }
}

const secondsNow = (): number => Math.floor(Date.now() / 1000);

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
