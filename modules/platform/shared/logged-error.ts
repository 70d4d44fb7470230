import { sqlState } from './sql-state';

/** Codes of PostgreSQL, the network and the disk; others are names that libraries give their errors. */
const OF_A_MACHINE = /^[0-9A-Z]{5}$|^ECONN|^ENOSPC$|^EDQUOT$/;

/** Loggable part of an error: the message of a database error can quote what was sent. */
export function loggedError(error: unknown): { readonly words: string; readonly frames: string } {
  if (!(error instanceof Error)) return { words: typeof error, frames: '' };
  const code = sqlState(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const words = code && OF_A_MACHINE.test(code) ? code : error.message;
  return { words: `${error.name} ${words}`.trimEnd(), frames: frames.join('\n') };
}
