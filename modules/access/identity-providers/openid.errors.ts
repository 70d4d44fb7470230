/** Errors shown to people when a sign-in through an identity provider fails. */
import { DomainError } from '../../platform/shared/domain.errors';

/** No usable response: timeout, too large, or an address that is not allowed. */
export class ProviderUnreachable extends Error {}

/** Why a logout token was refused, in the terms of its specification, for operators of the provider. */
export type LogoutRefusal =
  | 'provider' // not in force
  | 'logout_token' // none was sent
  | 'keys' // not to be had of the provider
  | 'signature'
  | 'typ'
  | 'iss'
  | 'aud'
  | 'iat'
  | 'exp'
  | 'events'
  | 'nonce'
  | 'sub'
  | 'jti'
  | 'replay';

/** 400, as OpenID Connect Back-Channel Logout 1.0 asks (2.8). */
export const logoutRefusal = (reason: LogoutRefusal): DomainError =>
  new DomainError('bad_request', 'access.logout_token', { reason });

export const openIdErrors = {
  unreachable: () => new DomainError('unavailable', 'access.openid_unreachable'),
  /** The browser has no pending request, or it was answered already, or has expired. */
  over: () => new DomainError('unauthenticated', 'access.openid_over'),
  state: () => new DomainError('unauthenticated', 'access.openid_state'),
  /** The person or the provider declined. */
  declined: () => new DomainError('unauthenticated', 'access.openid_declined'),
  code: () => new DomainError('unauthenticated', 'access.openid_code'),
  nonce: () => new DomainError('unauthenticated', 'access.openid_nonce'),
  issuer: () => new DomainError('unauthenticated', 'access.openid_issuer'),
  audience: () => new DomainError('unauthenticated', 'access.openid_audience'),
  expired: () => new DomainError('unauthenticated', 'access.openid_expired'),
  notVerified: () => new DomainError('unauthenticated', 'access.openid_not_verified'),
  client: () => new DomainError('unavailable', 'access.openid_client'),
  unknown: () => new DomainError('unauthenticated', 'access.openid_unknown'),
  notFresh: () => new DomainError('unauthenticated', 'access.openid_not_fresh'),
  noFactor: () => new DomainError('unauthenticated', 'access.openid_no_factor'),
  otherSubject: () => new DomainError('forbidden', 'access.openid_other_subject'),
  notInForce: () => new DomainError('not_found', 'access.openid_not_in_force'),
  there: () => new DomainError('conflict', 'access.openid_there'),
  taken: () => new DomainError('conflict', 'access.openid_taken'),
  session: () => new DomainError('forbidden', 'access.openid_session'),
  lastWay: () => new DomainError('conflict', 'access.openid_last_way'),
} as const;

/** Refusal codes of the SQL functions `identity_refusal` and `link_identity`. */
const REFUSALS: Readonly<Record<string, () => DomainError>> = {
  provider: openIdErrors.notInForce,
  closed: () => new DomainError('unauthenticated', 'access.openid_closed'),
  organisation: () => new DomainError('unauthenticated', 'access.openid_organisation'),
  domain: () => new DomainError('unauthenticated', 'access.openid_domain'),
  there: openIdErrors.there,
  taken: openIdErrors.taken,
  session: openIdErrors.session,
  over: () => new DomainError('not_found', 'access.link_over'),
};

export const refusalError = (refusal: string): DomainError =>
  (REFUSALS[refusal] ?? openIdErrors.notVerified)();

const CLAIMS: Readonly<Record<string, () => DomainError>> = {
  nonce: openIdErrors.nonce,
  iss: openIdErrors.issuer,
  aud: openIdErrors.audience,
  azp: openIdErrors.audience,
};

interface LibraryError {
  readonly code?: string;
  readonly error?: string;
  readonly claim?: string;
  readonly status?: number;
  readonly cause?: unknown;
}

/** Translates errors of the library (codes of oauth4webapi); errors of our own are returned unchanged. */
export function translateOpenIdError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const chain = causesOf(error);
  if (chain.some((one) => one instanceof ProviderUnreachable)) return openIdErrors.unreachable();
  const facts = chain.filter((one) => typeof one === 'object') as LibraryError[];
  const { code, error: said } = facts[0] ?? {};
  switch (code) {
    case 'OAUTH_AUTHORIZATION_RESPONSE_ERROR':
      return openIdErrors.declined();
    case 'OAUTH_RESPONSE_BODY_ERROR':
      return said === 'invalid_client' || said === 'unauthorized_client'
        ? openIdErrors.client()
        : openIdErrors.code();
    case 'OAUTH_JWT_CLAIM_COMPARISON_FAILED': {
      const claim = facts.find((one) => typeof one.claim === 'string')?.claim ?? '';
      return (CLAIMS[claim] ?? openIdErrors.notVerified)();
    }
    case 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED':
      return openIdErrors.expired();
    case 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED':
      return openIdErrors.issuer();
    case 'OAUTH_TIMEOUT':
    case 'OAUTH_ABORT':
      return openIdErrors.unreachable();
    case 'OAUTH_RESPONSE_IS_NOT_CONFORM':
    case 'OAUTH_RESPONSE_IS_NOT_JSON':
      return openIdErrors.unreachable();
    default:
      return openIdErrors.notVerified();
  }
}

function causesOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one && typeof one === 'object' && chain.length < 6;) {
    chain.push(one);
    one = (one as { cause?: unknown }).cause;
  }
  return chain;
}
