import { sqlState } from '../shared/sql-state';

/** SQLSTATE and network codes for a connection that failed or ended during a query. */
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

/** Messages of the driver that have no code. */
const WORDS =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout)/;
/** All connections were in use for too long: who tries again only waits longer. */
const NONE_FREE = 'timeout exceeded when trying to connect';

const messageOf = (error: unknown): string => {
  const { message, driverError } = (error ?? {}) as { message?: unknown; driverError?: unknown };
  return driverError && driverError !== error ? messageOf(driverError) : String(message ?? '');
};

export function isLostConnection(error: unknown): boolean {
  const code = sqlState(error);
  return code === undefined ? WORDS.test(messageOf(error)) : CODES.has(code);
}

export const isWithoutConnection = (error: unknown): boolean =>
  sqlState(error) === undefined && messageOf(error) === NONE_FREE;
