interface ErrorWithCode {
  code?: unknown;
  driverError?: { code?: unknown };
}

export function postgresCode(error: unknown): string | null {
  const { code, driverError } = (error ?? {}) as ErrorWithCode;
  const found = driverError?.code ?? code;
  return typeof found === 'string' && /^[0-9A-Z]{5}$|^ECONN|^ENOSPC$|^EDQUOT$/.test(found)
    ? found
    : null;
}

/** What of an error may stand in the log: the message of a database error quotes what was sent. */
export function loggedError(error: unknown): { readonly words: string; readonly frames: string } {
  if (!(error instanceof Error)) return { words: typeof error, frames: '' };
  const code = postgresCode(error);
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { words: `${error.name} ${code ?? error.message}`.trimEnd(), frames: frames.join('\n') };
}
