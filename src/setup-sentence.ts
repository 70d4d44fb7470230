import type { SetupToken } from '../modules/setup';

/** Printed where no account exists yet, to the terminal alone: the log has no secret. */
export const setupSentence = ({ path, expiresAt }: SetupToken, base: string): string =>
  `There is no account yet. Make the first two administrators here, once, until ${expiresAt.toISOString()}:\n` +
  `${new URL(path, base).href}\n`;
