import type { Env } from './env';

type ListenSettings = Pick<Env, 'MAWA_PUBLIC_URL' | 'MAWA_TLS' | 'HOST' | 'PORT'>;

/** Public base URL of Mawa. Links with secrets must not be built from the Host header, which the client controls. */
export function publicUrl(env: ListenSettings, port = env.PORT): string {
  if (env.MAWA_PUBLIC_URL) return env.MAWA_PUBLIC_URL;
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST;
  return `${env.MAWA_TLS ? 'https' : 'http'}://${host}:${port}`;
}

/** Whether nobody but this machine reaches an address. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

/** Passwords and names must not cross a network in clear, and the limits of an address need the address. */
export function refuseOpenHost(
  env: Pick<Env, 'HOST' | 'MAWA_ROLE' | 'MAWA_TLS' | 'TRUST_PROXY'>,
): void {
  if (env.MAWA_ROLE === 'worker') return;
  if (isLoopback(env.HOST) || env.MAWA_TLS || env.TRUST_PROXY) return;
  throw new Error(
    `HOST=${env.HOST} is reached from other machines. Set MAWA_TLS=true where connections are encrypted, ` +
      'or TRUST_PROXY to the address of the proxy that does it.',
  );
}
