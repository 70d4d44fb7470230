/** The answers of an operation: what it sends, and the errors that may come instead. */
import { STATUS_OF_KIND } from '../../modules/platform/web/statuses';
import type { ErrorKind } from '../../modules/platform/shared/domain.errors';
import type { RouteAccess } from '../../modules/access';
import type { Answer } from '../../modules/api-docs';
import type { ErrorCode } from './error-codes';
import { refTo, type AnswerType } from './response-types';

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'The address or the body cannot be read.',
  401: 'Nobody is signed in, or the token is not valid.',
  403: 'Not allowed.',
  404: 'There is no such row, or it is not for you.',
  409: 'Something stands against it.',
  413: 'The body is too large.',
  415: 'Not a body of this kind.',
  422: 'A value is wrong; `errors` says which.',
  429: 'Too many calls; `Retry-After` says how many seconds to wait.',
  500: 'Something unexpected; the log of the server has it under `instance`.',
  503: 'Not available at the moment.',
};

interface OperationFrame {
  readonly access: RouteAccess;
  readonly isReading: boolean;
  readonly hasBody: boolean;
  readonly hasInput: boolean;
  readonly hasId: boolean;
  readonly takesFile: boolean;
  /** Nobody is recognised: neither cookie nor token is looked at. */
  readonly isAnonymous: boolean;
}

const TOKEN_CODES = [
  'access.token_wrong',
  'access.token_expired',
  'access.token_revoked',
  'access.token_account_closed',
  'access.token_and_session',
];

/** Errors that come before the use case: of the guard, of the limits and of the check of what was sent. */
function frameErrors(asked: OperationFrame): [number, string[]][] {
  const { access, isReading, hasBody, hasInput, hasId, takesFile, isAnonymous } = asked;
  const isOpen = access.permission === null;
  const forbidden = [
    ...(isOpen ? [] : ['access.not_yours', 'access.second_factor_missing']),
    ...(isOpen || !access.byToken ? [] : ['access.token_scope']),
    ...(access.byToken || isAnonymous ? [] : ['access.token_in_person']),
    ...(isReading || isAnonymous ? [] : ['access.form_expired', 'access.token_reads_only']),
    ...(access.needsProof ? ['access.proof_missing'] : []),
  ];
  return [
    [400, [...(hasBody ? ['common.bad_json'] : []), ...(hasInput ? ['common.bad_request'] : [])]],
    [401, [...(isOpen ? [] : ['access.sign_in_first']), ...(isAnonymous ? [] : TOKEN_CODES)]],
    [403, forbidden],
    [404, hasId ? ['common.not_found'] : []],
    [413, hasInput ? ['common.too_large'] : []],
    [415, hasBody || takesFile ? ['common.media_type'] : []],
    [
      422,
      hasInput
        ? ['common.fields', 'common.invalid_value', 'common.broken_text', 'common.too_deep']
        : [],
    ],
    [429, isAnonymous ? [] : ['access.token_too_many', 'access.too_many_attempts']],
    [500, ['common.unexpected']],
    [503, ['common.unavailable', 'common.disk_full']],
  ];
}

export function errorAnswers(
  asked: OperationFrame,
  found: readonly ErrorCode[],
): Record<string, Answer> {
  const codes = new Map<number, Set<string>>();
  const add = (status: number, code: string) => {
    const known = codes.get(status);
    if (known) known.add(code);
    else codes.set(status, new Set([code]));
  };
  for (const [status, all] of frameErrors(asked)) for (const code of all) add(status, code);
  for (const { kind, code } of found) add(STATUS_OF_KIND[kind as ErrorKind], code);
  return Object.fromEntries(
    [...codes]
      .sort(([one], [other]) => one - other)
      .map(([status, all]) => [
        String(status),
        {
          description: STATUS_WORDS[status] ?? '',
          content: { 'application/problem+json': { schema: refTo('Problem') } },
          'x-codes': [...all].sort(),
        },
      ]),
  );
}

const FILE = { type: 'string', format: 'binary' } as const;

export function successAnswer(
  status: number,
  { schema, isFile }: AnswerType,
  isStream: boolean,
): Record<string, Answer> {
  if (isStream) {
    const content = { 'text/event-stream': { schema: { type: 'string' } } };
    return { [status]: { description: 'Events, as long as the connection stays open.', content } };
  }
  if (!schema && !isFile) return { [status]: { description: 'Done; the answer is empty.' } };
  const content = {
    ...(schema && { 'application/json': { schema } }),
    ...(isFile && { 'application/octet-stream': { schema: FILE } }),
  };
  return { [status]: { description: isFile && !schema ? 'The file.' : 'Done.', content } };
}
