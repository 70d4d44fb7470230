import { hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's second recommended setting: 19 MiB, two passes. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The same letters typed on another keyboard are the same password. */
const sameLetters = (password: string): string => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> =>
  hash(sameLetters(password), ARGON);

export const passwordMatches = (stored: string, password: string): Promise<boolean> =>
  verify(stored, sameLetters(password));
