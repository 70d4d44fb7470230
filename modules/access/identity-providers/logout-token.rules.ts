/**
 * Validation of logout tokens after their signature was verified (OpenID Connect Back-Channel Logout 1.0, 2.4 and 2.6).
 */
import type { LogoutRefusal } from './openid.errors';
import { CLOCK_TOLERANCE } from './openid.rules';

const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** Maximum age in seconds, whatever the token's `exp`. */
export const MAX_TOKEN_AGE_SECONDS = 300;
const LONGEST_ID = 1000;

export interface SignedToken {
  readonly header: { readonly typ?: unknown };
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Expected issuer and audience of the token. */
export interface LogoutParties {
  readonly issuer: string;
  readonly clientId: string;
}

/** Sessions to end: that of `sid` or, without one, all sessions of `sub`. */
export interface LogoutRequest {
  readonly id: string;
  readonly sub: string | null;
  readonly sid: string | null;
  /** Tokens are remembered until then, to refuse replays. */
  readonly until: Date;
}

export function logoutRequestOf(
  { header, claims }: SignedToken,
  { issuer, clientId }: LogoutParties,
  now: Date,
): LogoutRequest | LogoutRefusal {
  const seconds = now.getTime() / 1000;
  const { iss, aud, iat, exp, events, sub, sid, jti } = claims ?? {};
  // Other token types of the provider are refused (RFC 8725, 3.11).
  if (!isLogoutType(header.typ)) return 'typ';
  if (iss !== issuer) return 'iss';
  if (!isFor(aud, clientId)) return 'aud';
  if (!isTime(iat) || iat > seconds + CLOCK_TOLERANCE || iat < seconds - MAX_TOKEN_AGE_SECONDS)
    return 'iat';
  if (!isTime(exp) || exp <= seconds - CLOCK_TOLERANCE) return 'exp';
  if (!hasEvent(events)) return 'events';
  if ('nonce' in claims) return 'nonce';
  if (!isNamed(sub) || !isNamed(sid) || (sub === undefined && sid === undefined)) return 'sub';
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_ID) return 'jti';
  const until = Math.min(exp + CLOCK_TOLERANCE, iat + MAX_TOKEN_AGE_SECONDS);
  return { id: jti, sub: sub ?? null, sid: sid ?? null, until: new Date(until * 1000) };
}

const isLogoutType = (typ: unknown): boolean =>
  typeof typ === 'string' && /^(?:application\/)?logout\+jwt$/i.test(typ);

/** The audience must be this client alone. */
const isFor = (aud: unknown, clientId: string): boolean =>
  Array.isArray(aud) ? aud.length === 1 && aud[0] === clientId : aud === clientId;

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

const isNamed = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && value !== '' && value.length <= LONGEST_ID);

function hasEvent(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false;
  const event = Object.entries(events).find(([name]) => name === EVENT)?.[1] as unknown;
  return typeof event === 'object' && event !== null && !Array.isArray(event);
}
