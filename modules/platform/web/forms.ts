/** A posted form: checked, acted upon, or shown again with words beside what is wrong. */
import type { Language } from '../shared/actor';
import { DomainError, earlierOf, FieldErrors } from '../shared/domain.errors';
import { withChosen } from './chosen-field';
import { keyOfCode, translate } from './i18n';
import { type PageRedirect, PageView, redirect } from './page-response';
import { postedForm } from './posted-form';
import { CSRF_FIELD } from './request';
import { STATUS_OF_KIND } from './statuses';
import { validateDto, type DtoClass } from './validation';

export interface FormState {
  /** Typed values by field name. */
  readonly values: Record<string, string | string[]>;
  /** The sentence beside each field. */
  readonly errors: Record<string, string>;
  /** All sentences for the top of the page; `field` leads to where it is put right, `earlierPath` to what is repeated. */
  readonly summary: readonly {
    readonly field: string | null;
    readonly sentence: string;
    readonly earlierPath?: string;
  }[];
  readonly status: number;
}

/** Posted values before validation. */
export type PostedFields = Record<string, unknown>;

/** The id under which a form is taken once: the hidden field `_request`. */
export const requestIdOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;

export const newForm = (values: FormState['values'] = {}): FormState => ({
  values,
  errors: {},
  summary: [],
  status: 200,
});

/**
 * Validates and submits a form. Field names like `people.0.sex` become nested objects and lists; empty values count as
 * missing. Expected errors are shown through `again`; others are thrown.
 */
export function submitForm<T extends object, R = PageView | PageRedirect>(
  Dto: DtoClass<T>,
  body: unknown,
  language: Language,
  act: (dto: T) => Promise<R>,
  again: (form: FormState) => Promise<PageView>,
): Promise<R | PageView | PageRedirect> {
  const posted = withChosen((body ?? {}) as Record<string, unknown>);
  return orRefused(
    async () => act(await validateDto(Dto, nested(posted))),
    (error) => again(formOf(error, posted, language)),
  );
}

/** For forms that consist of a file: no fields to validate; errors are shown beside the file. */
export function submitFile<R = PageView | PageRedirect>(
  language: Language,
  act: () => Promise<R>,
  again: (form: FormState) => Promise<PageView>,
): Promise<R | PageView | PageRedirect> {
  return orRefused(act, (error) => again(formOf(error, { file: '' }, language)));
}

/**
 * Acts, or shows the form with what is wrong. A browser is led to an address that can be reloaded; the same handler
 * answers there as well, and then only shows (see posted-form.ts).
 */
export async function orRefused<R>(
  act: () => Promise<R>,
  show: (error: DomainError) => Promise<PageView>,
): Promise<R | PageView | PageRedirect> {
  const posted = postedForm.getStore();
  if (posted?.refusal) return withStatus(await show(posted.refusal), posted.refusal);
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError) || !belongsBesideTheForm(error)) throw error;
    const address = await posted?.keepRefused(error);
    return address ? redirect(address) : withStatus(await show(error), error);
  }
}

const withStatus = (view: PageView, { kind }: DomainError): PageView =>
  view.status === 200 ? new PageView(view.template, view.model, STATUS_OF_KIND[kind]) : view;

const belongsBesideTheForm = ({ kind }: DomainError): boolean =>
  kind !== 'not_found' && kind !== 'forbidden' && kind !== 'unavailable';

/** State of a form: posted values with the errors of its fields. */
export function formOf(
  error: DomainError,
  posted: Record<string, unknown>,
  language: Language,
): FormState {
  const errors: Record<string, string> = {};
  const all = error instanceof FieldErrors ? error.errors : [error];
  const summary = all.map(({ code, params, field }) => {
    const sentence = translate(language, keyOfCode(code), params);
    if (field !== undefined) errors[field] ??= sentence;
    const earlier = earlierOf({ params });
    return { field: field ?? null, sentence, ...(earlier && { earlierPath: earlier.path }) };
  });
  return { values: typed(posted), errors, summary, status: STATUS_OF_KIND[error.kind] };
}

/** All posted values except passwords. */
function typed(posted: Record<string, unknown>): FormState['values'] {
  const kept = Object.entries(posted).filter(
    ([name, value]) =>
      name !== CSRF_FIELD &&
      !/password|secret|otp/i.test(name) &&
      (typeof value === 'string' ||
        (Array.isArray(value) && value.every((item) => typeof item === 'string'))),
  );
  return Object.fromEntries(kept) as FormState['values'];
}

type NestedFields = { [key: string]: unknown };
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 6;

export function nested(posted: Record<string, unknown>): NestedFields {
  const tree: NestedFields = {};
  for (const [name, value] of Object.entries(posted)) {
    if (name === CSRF_FIELD || value === '') continue;
    const path = name.split('.');
    if (path.length > MAX_DEPTH || path.some((part) => FORBIDDEN.has(part))) {
      throw new DomainError('invalid', 'common.unknown_field', { field: name.slice(0, 60) });
    }
    plant(tree, path, value);
  }
  return listsOf(tree) as NestedFields;
}

function plant(tree: NestedFields, path: string[], value: unknown): void {
  let at = tree;
  for (const part of path.slice(0, -1)) {
    const inner = Object.hasOwn(at, part) ? at[part] : undefined;
    const next: NestedFields = inner && typeof inner === 'object' ? (inner as NestedFields) : {};
    at[part] = next;
    at = next;
  }
  at[path.at(-1)!] = value;
}

/** An object whose keys are all numbers is a list, in their order, without holes. */
function listsOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, listsOf(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d{1,3}$/.test(key));
  return isList
    ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner)
    : Object.fromEntries(entries);
}
