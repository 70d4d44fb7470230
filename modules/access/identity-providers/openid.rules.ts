/** Rules of a sign-in through an identity provider that need no request. */
import { createHmac } from 'node:crypto';

/** Seconds that the clocks of Mawa and of a provider may differ. */
export const CLOCK_TOLERANCE = 30;

/**
 * Secrets of one authorization request, derived from the token in the browser's cookie, so that they are not stored.
 */
export interface RequestSecrets {
  readonly state: string;
  readonly nonce: string;
  /** PKCE (RFC 7636). */
  readonly verifier: string;
}

export function secretsOf(token: string): RequestSecrets {
  const made = (purpose: string) =>
    createHmac('sha256', token).update(`mawa openid ${purpose}`).digest('base64url');
  return { state: made('state'), nonce: made('nonce'), verifier: made('verifier') };
}

export interface AuthenticationClaims {
  readonly amr?: unknown;
  readonly acr?: unknown;
  readonly auth_time?: unknown;
}

export interface FactorValues {
  readonly factorAmr: readonly string[];
  readonly factorAcr: readonly string[];
}

/** Whether the token reports a second factor, in a value accepted for this provider. */
export function showsSecondFactor(
  { amr, acr }: AuthenticationClaims,
  { factorAmr, factorAcr }: FactorValues,
): boolean {
  const methods = Array.isArray(amr) ? amr : [];
  return (
    methods.some((method) => typeof method === 'string' && factorAmr.includes(method)) ||
    (typeof acr === 'string' && factorAcr.includes(acr))
  );
}

/** Whether the person signed in at the provider after the redirect and not in the future. */
export function signedInSince(
  { auth_time: at }: AuthenticationClaims,
  sentAt: Date,
  now: Date,
): boolean {
  if (typeof at !== 'number') return false;
  return (
    at >= Math.floor(sentAt.getTime() / 1000) - CLOCK_TOLERANCE &&
    at <= Math.ceil(now.getTime() / 1000) + CLOCK_TOLERANCE
  );
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** https without user information; http to the loopback address if `loopbackToo` (synthetic databases). */
export function isProviderAddress(address: string, loopbackToo: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (username || password) return false;
  return protocol === 'https:' || (protocol === 'http:' && loopbackToo && LOOPBACK.test(hostname));
}

/** Whether the text is a valid issuer: no query and no fragment (OpenID Connect Discovery 1.0, 3). */
export const isIssuer = (text: string, loopbackToo: boolean): boolean =>
  isProviderAddress(text, loopbackToo) && !/[?#\s]/.test(text);

/** Values of a comma-separated field, as "iom.int, unodc.org". */
export const typedValues = (text: string | undefined): string[] => [
  ...new Set((text ?? '').split(/[\s,;،]+/).filter((value) => value !== '')),
];
