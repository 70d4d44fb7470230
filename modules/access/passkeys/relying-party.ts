import type { Env } from '../../platform/config/env';
import { publicUrl } from '../../platform/config/public-url';

/** WebAuthn relying party: browsers offer a passkey to pages of this origin only. */
export interface RelyingParty {
  /** Host name, without scheme and port. */
  readonly id: string;
  readonly origin: string;
}

const IS_ADDRESS = /^\[|^\d+(\.\d+){3}$/;

/**
 * Relying party of a public URL; null where browsers refuse passkeys: for IP addresses, and without https (except
 * `localhost`).
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
