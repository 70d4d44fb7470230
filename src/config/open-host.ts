import type { Env } from './env';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/**
 * Reachable from other machines, Mawa stands behind TLS, or behind a proxy that it knows: else
 * passwords and cookies travel in clear, or everybody seems to come from one address.
 */
export function refuseOpenHost({ HOST, MAWA_TLS, TRUST_PROXY }: OpenHost): void {
  if (LOOPBACK.test(HOST) || MAWA_TLS || TRUST_PROXY) return;
  throw new Error(
    `HOST=${HOST} is reachable from other machines. Set MAWA_TLS=true behind TLS, ` +
      'or TRUST_PROXY to the addresses of the proxy; or leave HOST at 127.0.0.1.',
  );
}

type OpenHost = Pick<Env, 'HOST' | 'MAWA_TLS' | 'TRUST_PROXY'>;
