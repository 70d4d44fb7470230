import type { Env } from '../config/env';
import { cookieName } from './cookie-name';
import type { CookieFacts, Flash } from './request';

const SECONDS = 60;

export const flashCookieOf = (env: Env): CookieFacts => ({
  name: cookieName(env, 'mawa_flash'),
  secure: env.MAWA_TLS,
});

/** The short word after a redirect travels in a cookie of a minute: it names a sentence, no data. */
export function flashHeader(flash: Flash, { name, secure }: CookieFacts): string {
  const value = encodeURIComponent(JSON.stringify(flash));
  return `${name}=${value}; Max-Age=${SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
