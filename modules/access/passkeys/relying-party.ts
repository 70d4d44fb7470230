import type { Env } from '../../platform/config/env';
import { publicUrl } from '../../platform/config/public-url';

/** Whom a passkey is made for: a browser gives it to pages of this origin alone. */
export interface RelyingParty {
  /** The host, without scheme and port. */
  readonly id: string;
  readonly origin: string;
}

const IS_ADDRESS = /^\[|^\d+(\.\d+){3}$/;

/**
 * Null where browsers make no passkeys: at an address of numbers, and without https (on this machine alone
 * `localhost` does without).
 */
export function relyingParty(
  env: Pick<Env, 'MAWA_PUBLIC_URL' | 'MAWA_TLS' | 'HOST' | 'PORT'>,
): RelyingParty | null {
  const { protocol, hostname, port, origin } = new URL(publicUrl(env));
  if (!env.MAWA_PUBLIC_URL && hostname === '127.0.0.1') {
    return { id: 'localhost', origin: `${protocol}//localhost${port && `:${port}`}` };
  }
  if (IS_ADDRESS.test(hostname)) return null;
  return protocol === 'https:' || hostname === 'localhost' ? { id: hostname, origin } : null;
}
