/** A kept form as it is sealed: where it stood, where it was posted, what was typed and why it was refused. */
import { DomainError, type ErrorKind, FieldErrors } from '../../platform/shared/domain.errors';
import { CSRF_FIELD } from '../../platform/web/request';
import { type FormDraftView, PAGE_FIELD } from '../../platform/web/posted-form';

export type FormBody = Record<string, string | string[]>;

interface StoredError {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly params: Record<string, string | number>;
  readonly field?: string;
}

export interface FormDraft {
  /** Path and query of the page on which the form stood. */
  readonly page: string;
  /** Path and query to which it was posted. */
  readonly action: string;
  readonly body: FormBody;
  /** Why it was refused; null where it was interrupted before anybody looked at it. */
  readonly refusal: { readonly error: StoredError; readonly fields: StoredError[] | null } | null;
}

const MOST_CHARACTERS = 60_000;
const PASSWORD = /password|secret|otp/i;

/** The fields worth keeping, or null where the form holds a password, is too long or is not of text. */
export function keptFields(body: unknown): FormBody | null {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return null;
  const fields = Object.entries(body as Record<string, unknown>).filter(
    ([name]) => name !== CSRF_FIELD && name !== PAGE_FIELD,
  );
  if (fields.some(([name]) => PASSWORD.test(name))) return null;
  if (!fields.every(([, value]) => isText(value))) return null;
  const kept = Object.fromEntries(fields) as FormBody;
  return JSON.stringify(kept).length <= MOST_CHARACTERS ? kept : null;
}

const isText = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.every(isText));

const stored = ({ kind, code, params, field }: DomainError): StoredError => ({
  kind,
  code,
  params,
  field,
});

export const storedRefusal = (error: DomainError): NonNullable<FormDraft['refusal']> => ({
  error: stored(error),
  fields: error instanceof FieldErrors ? error.errors.map(stored) : null,
});

const revived = ({ kind, code, params, field }: StoredError): DomainError =>
  new DomainError(kind, code, params, field);

export const refusalOf = ({ refusal }: FormDraft): DomainError | null =>
  refusal &&
  (refusal.fields ? new FieldErrors(refusal.fields.map(revived)) : revived(refusal.error));

/** Codes, ids, dates and numbers are chosen again in a moment; anything else somebody wrote herself. */
const CODE = /^[a-z0-9_.:+-]*$/;

const viewOfBody = (body: FormBody): FormDraftView['fields'] =>
  Object.entries(body).flatMap(([name, values]) =>
    [values]
      .flat()
      .map((value) => ({
        name,
        value,
        isText: !CODE.test(value) && !name.startsWith('_') && !value.startsWith('{'),
      })),
  );

export const viewOf = ({ action, body }: FormDraft): FormDraftView => ({
  action,
  fields: viewOfBody(body),
});

export const textsIn = (body: FormBody): string[] =>
  viewOfBody(body)
    .filter(({ isText }) => isText)
    .map(({ value }) => value);

/** A form of buttons alone holds nothing that would be missed. */
export const isFilledIn = (body: FormBody | null): boolean =>
  Object.entries(body ?? {}).some(([name, value]) => !name.startsWith('_') && value !== '');
