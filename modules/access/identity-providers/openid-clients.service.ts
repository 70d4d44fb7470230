import { Injectable } from '@nestjs/common';
import type { CompactJWSHeaderParameters, FlattenedJWSInput, JSONWebKeySet } from 'jose';
import type * as OpenId from 'openid-client';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import type { SignedToken } from './logout-token.rules';
import { CLOCK_TOLERANCE, type RequestSecrets } from './openid.rules';
import { logoutRefusal, openIdErrors, ProviderUnreachable } from './openid.errors';
import { translateOpenIdError } from './openid.errors';
import { ProviderRequests } from './provider-requests.service';

/** Time for which the metadata of a provider are cached. */
const KEPT_MS = 60 * 60_000;
/** Time for which a failed request for metadata is not repeated. */
const FAILURE_KEPT_MS = 5_000;
const SECONDS = 10;
/** Seconds for which the key set of a provider is cached. */
const KEY_SET_MAX_AGE_SECONDS = 300;
/** Minimum seconds between requests for the key set after an unknown key or a failure. */
const UNKNOWN_KEY_REFETCH_SECONDS = 60;
/** Accepted signature algorithms if the provider's metadata name none. */
const USUAL_ALGORITHMS = ['RS256'];
const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** Loaded with the first sign-in through a provider, not with the server. */
const loadOpenId = () => require('openid-client') as typeof OpenId;
const loadJose = () => require('jose') as typeof import('jose');

/** No response, invalid metadata, no key set, or a key that cannot verify a signature. */
const keyErrors = () => [
  ProviderUnreachable,
  DomainError,
  loadJose().errors.JWKSInvalid,
  TypeError,
  DOMException,
];

/** Confirmed edition of an identity provider with its decrypted secret. */
export interface OpenIdProvider {
  readonly editionId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly factorAcr: readonly string[];
}

interface ProviderMetadata {
  readonly metadata: OpenId.ServerMetadata;
  keys?: OpenId.ExportedJWKSCache;
  asked?: KeysRequest;
}

/** Last request for the key set, in milliseconds of the process clock. */
interface KeysRequest {
  readonly at: number;
  readonly keys: Promise<JSONWebKeySet>;
}

interface KeptMetadata {
  /** End of the cache time, in milliseconds of the process clock; Infinity while the request runs. */
  until: number;
  readonly metadata: Promise<ProviderMetadata>;
}

/** OpenID Connect by `openid-client`: authorization code flow with PKCE, state, nonce and verified signatures. */
@Injectable()
export class OpenIdClients {
  private readonly kept = new Map<string, KeptMetadata>();

  constructor(
    private readonly requests: ProviderRequests,
    private readonly clock: Clock,
  ) {}

  /** URL of the provider's sign-in page, which asks for credentials again. Throws errors of openid.errors.ts. */
  async authorizationUrl(
    provider: OpenIdProvider,
    redirectUri: string,
    { state, nonce, verifier }: RequestSecrets,
  ): Promise<string> {
    const openid = loadOpenId();
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
        // An open session at the provider may be another person's on a shared computer.
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

  /** Exchanges the code and returns the claims of the ID token. Throws errors of openid.errors.ts. */
  async claims(
    provider: OpenIdProvider,
    answer: URL,
    { state, nonce, verifier }: RequestSecrets,
  ): Promise<OpenId.IDToken> {
    const openid = loadOpenId();
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

  /** Sign-out URL of the provider; null if it has none or does not respond. */
  async endSessionUrl(provider: OpenIdProvider, backTo: string): Promise<string | null> {
    const openid = loadOpenId();
    try {
      const config = await this.configOf(provider);
      if (!config.serverMetadata().end_session_endpoint) return null;
      const { href } = openid.buildEndSessionUrl(config, { post_logout_redirect_uri: backTo });
      return (await this.requests.isAllowed(href)) ? href : null;
    } catch {
      return null;
    }
  }

  /** Verifies the signature of a logout token and returns its contents. Error: `access.logout_token`. */
  async verifyLogoutToken(provider: OpenIdProvider, token: string): Promise<SignedToken> {
    try {
      const kept = await this.metadataOf(provider);
      const stated: unknown = kept.metadata.id_token_signing_alg_values_supported;
      if (stated !== undefined && !isListOfTexts(stated))
        throw new ProviderUnreachable('algorithms that are no list');
      const { protectedHeader, payload } = await loadJose().compactVerify(
        token,
        (header, jws) => this.keyOf(kept, header, jws),
        { algorithms: (stated ?? USUAL_ALGORITHMS).filter((one) => ASYMMETRIC.test(one)) },
      );
      return { header: protectedHeader, claims: JSON.parse(new TextDecoder().decode(payload)) };
    } catch (error) {
      if (keyErrors().some((one) => error instanceof one)) throw logoutRefusal('keys');
      if (error instanceof loadJose().errors.JOSEError || error instanceof SyntaxError)
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
      loadJose().createLocalJWKSet(await this.keysOf(kept, seconds))(header, jws);
    try {
      return await find(KEY_SET_MAX_AGE_SECONDS);
    } catch (error) {
      if (!(error instanceof loadJose().errors.JWKSNoMatchingKey)) throw error;
      return find(UNKNOWN_KEY_REFETCH_SECONDS);
    }
  }

  /**
   * Key set of the provider, at most `seconds` old where a new request is allowed. Concurrent callers share one
   * request.
   */
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
    kept.keys = { jwks: { keys }, uat: secondsNow() } as OpenId.ExportedJWKSCache;
    return { keys };
  }

  private async configOf(provider: OpenIdProvider): Promise<OpenId.Configuration> {
    const openid = loadOpenId();
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

  /**
   * Metadata of the provider. Concurrent callers share one request; after a failure it is not repeated for some
   * seconds.
   */
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
    const openid = loadOpenId();
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

  private limit(config: OpenId.Configuration, issuer: string): void {
    const openid = loadOpenId();
    config[openid.customFetch] = (url, options) => this.requests.fetch(url, options);
    config.timeout = SECONDS;
    // The address itself is checked by each request (provider-requests.service.ts).
    if (issuer.startsWith('http:')) openid.allowInsecureRequests(config);
  }
}

const secondsNow = (): number => Math.floor(Date.now() / 1000);

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
