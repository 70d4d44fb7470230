import type { Env } from '../config/env';
import { cookieName } from './cookie-name';
import type { Flash, FlashCookie } from './request';

const SECONDS = 60;

export const flashCookieName = (env: Env): string => cookieName(env, 'mawa_flash');

/** The short word after a redirect travels in a sealed cookie of a minute. */
export function flashHeader(flash: Flash, { name, secure, seal }: FlashCookie): string {
  const value = seal(JSON.stringify(flash));
  return `${name}=${value}; Max-Age=${SECONDS}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
