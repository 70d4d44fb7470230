import type { Env } from '../config/env';

/** Where people reach a path of ours: under the address they know, else where this process listens. */
export const publicAddress = (
  { MAWA_PUBLIC_URL, MAWA_TLS, HOST, PORT }: ListeningAt,
  path: string,
): string =>
  new URL(path, MAWA_PUBLIC_URL ?? `${MAWA_TLS ? 'https' : 'http'}://${HOST}:${PORT}`).href;

type ListeningAt = Pick<Env, 'MAWA_PUBLIC_URL' | 'MAWA_TLS' | 'HOST' | 'PORT'>;
