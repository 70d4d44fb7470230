import type { Env } from '../config/env';

/**
 * Behind TLS a browser takes a cookie of this name from this very host alone, over TLS and for all
 * paths: a neighbouring host can set none (RFC 6265bis, `__Host-`).
 */
export const cookieName = (env: Pick<Env, 'MAWA_TLS'>, name: string): string =>
  env.MAWA_TLS ? `__Host-${name}` : name;
