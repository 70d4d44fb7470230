/**
 * Expected errors of the application, with a message for people. `code` is stable and is the key of the message in the
 * locale files (`errors.<code>`); `params` fill the message; `field` is the form field that it belongs to.
 */
export type ErrorKind =
  | 'invalid' // 422: the facts given cannot be right
  | 'bad_request' // 400: where a protocol asks for it
  | 'not_found' // 404: absent, or not for these eyes
  | 'forbidden' // 403
  | 'unauthenticated' // 401
  | 'conflict' // 409: somebody or something was first
  | 'too_large' // 413
  | 'too_many' // 429
  | 'unavailable'; // 503

export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly params: Record<string, string | number> = {},
    readonly field?: string,
  ) {
    super(code);
    this.name = 'DomainError';
  }
}

/** An error whose parameters identify no person: a job that fails with it stores them, so that a page can show them. */
export class ImpersonalError extends DomainError {}

/** The record that a new entry seems to repeat, and its page. */
export interface EarlierEntry {
  readonly id: string;
  readonly path: string;
}

/**
 * A new entry looks like an earlier one: refused until somebody confirms in the field `confirmed` that it is another.
 * The earlier one is a link on the page, and `earlier` of the problem.
 */
export const likelyDuplicate = (
  code: string,
  { id, path }: EarlierEntry,
  params: Record<string, string | number>,
): DomainError =>
  new DomainError('conflict', code, { ...params, earlierId: id, earlierPath: path }, 'confirmed');

/** Kept in the parameters, so that a refused form still has it when it is shown again. */
export function earlierOf({ params }: Pick<DomainError, 'params'>): EarlierEntry | null {
  const { earlierId: id, earlierPath: path } = params;
  return typeof id === 'string' && typeof path === 'string' ? { id, path } : null;
}

export const notFound = (): DomainError => new DomainError('not_found', 'common.not_found');

/** Several fields wrong at once: one sentence each. */
export class FieldErrors extends DomainError {
  constructor(readonly errors: readonly DomainError[]) {
    super('invalid', 'common.fields');
    this.name = 'FieldErrors';
  }
}
