/** Which sentence and status an error gets; what is not known here is unexpected. */
import { HttpException } from '@nestjs/common';
import { DomainError, FieldErrors } from '../shared/domain.errors';
import { isLostConnection, isWithoutConnection } from '../database/lost-connection';
import { sqlState } from '../shared/sql-state';
import { constraintOf } from '../database/transactions';
import { STATUS_OF_KIND } from './statuses';

export interface KnownError {
  readonly status: number;
  /** Stable, e.g. `beds.taken`. */
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly fields: readonly DomainError[];
}

const known = (status: number, code: string): KnownError => ({
  status,
  code: `common.${code}`,
  params: {},
  fields: [],
});

/** Values that PostgreSQL cannot store or parse: errors of the request, not of the server. */
const FROM_POSTGRES: Record<string, KnownError> = {
  '22021': known(422, 'broken_text'), // NUL byte
  '22P05': known(422, 'broken_text'), // character that cannot be translated
  '22P02': known(422, 'invalid_value'), // not a number, not a UUID
  '22001': known(422, 'invalid_value'), // too long
  '22003': known(422, 'invalid_value'), // out of range
  '22007': known(422, 'invalid_value'), // not a date
  '22009': known(422, 'invalid_value'), // a day that reads like a time zone
  '22008': known(422, 'invalid_value'), // no such date
  '40001': known(503, 'unavailable'), // still contested after the retries
  '40P01': known(503, 'unavailable'),
  '57014': known(503, 'unavailable'), // took too long
  '53200': known(503, 'unavailable'), // out of memory
  '53300': known(503, 'unavailable'), // too many connections
  '53100': known(503, 'disk_full'), // of the database
  '58030': known(503, 'unavailable'), // reading or writing failed
  ENOSPC: known(503, 'disk_full'), // of the files
  EDQUOT: known(503, 'disk_full'),
};

const FROM_STATUS: Record<number, string> = {
  400: 'bad_request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  408: 'unavailable',
  409: 'conflict',
  413: 'too_large',
  414: 'too_large',
  415: 'media_type',
  422: 'invalid',
  429: 'too_many',
  431: 'too_large',
  503: 'unavailable',
};

interface ErrorWithStatus {
  code?: unknown;
  statusCode?: unknown;
  cause?: unknown;
}

export function knownErrorOf(error: unknown): KnownError | null {
  if (error instanceof DomainError) {
    const fields = error instanceof FieldErrors ? error.errors : error.field ? [error] : [];
    return { status: STATUS_OF_KIND[error.kind], code: error.code, params: error.params, fields };
  }
  // Nest hands the plugin's refusal on with its words alone.
  if (error instanceof HttpException && /\bcsrf\b/i.test(error.message)) {
    return { status: 403, code: 'access.form_expired', params: {}, fields: [] };
  }
  // Writing to a case that was joined to another one, in any module.
  if (constraintOf(error) === 'file_was_joined')
    return { ...known(409, ''), code: 'people.file_was_joined' };
  const code = sqlState(error);
  if (code && FROM_POSTGRES[code]) return FROM_POSTGRES[code];
  if (isLostConnection(error) || isWithoutConnection(error)) return known(503, 'unavailable');
  return fromHttp(error);
}

function fromHttp(error: unknown): KnownError | null {
  const { statusCode, cause } = (error ?? {}) as ErrorWithStatus;
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (typeof status !== 'number' || !FROM_STATUS[status]) return null;
  if (isBrokenJson(error) || isBrokenJson(cause)) return known(400, 'bad_json');
  return known(status, FROM_STATUS[status]);
}

const isBrokenJson = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error as ErrorWithStatus | undefined)?.code === 'FST_ERR_CTP_INVALID_JSON_BODY';
