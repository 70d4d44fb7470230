import type { Env } from '../config/env';

/**
 * Behind TLS a browser takes a cookie of this name from this very host alone, over TLS and for all
 * paths: a neighbouring host can set none (RFC 6265bis, `__Host-`). Cookies know no port: a second
 * installation on the same host, such as that of practice, has a prefix of its own.
 */
export const cookieName = (
  { MAWA_TLS, MAWA_COOKIE_PREFIX }: Pick<Env, 'MAWA_TLS' | 'MAWA_COOKIE_PREFIX'>,
  name: string,
): string => `${MAWA_TLS ? '__Host-' : ''}${MAWA_COOKIE_PREFIX}${name}`;
