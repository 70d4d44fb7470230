/** Errors that say that the database did not answer, or that it ended while it was asked. */
const CODES = new Set([
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08006',
  // A replica that was not promoted yet, behind the address of the primary.
  '25006',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What the driver says without a code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/;

interface ErrorWithCode {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly driverError?: unknown;
}

export function isLostConnection(error: unknown): boolean {
  const { code, message, driverError } = (error ?? {}) as ErrorWithCode;
  if (driverError !== undefined && driverError !== error) return isLostConnection(driverError);
  if (typeof code === 'string') return CODES.has(code);
  return typeof message === 'string' && WORDS.test(message);
}
