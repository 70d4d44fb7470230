/** A posted change of a draft: done, or its form once more with the sentences beside the fields. */
import type { Language } from '../../platform/shared/actor';
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { type FormState, orRefused } from '../../platform/web/forms';
import { keyOfCode, translate } from '../../platform/web/i18n';
import type { PageRedirect, PageView } from '../../platform/web/page-response';
import { STATUS_OF_KIND } from '../../platform/web/statuses';
import type { PostedFields, FormValues } from './draft.form';
import { wholeNumber } from '../../platform/shared/digits.rules';

/**
 * Converts a path of the definition to a field of the question page: `sections.2.questions.0.label.ar` becomes
 * `label.ar`.
 */
const fieldOf = (path: string): string =>
  path.replace(/^sections\.\d+\.(questions\.\d+\.)?/, '').replace(/^scoring\./, '');

export const showFormOnError = (
  posted: PostedFields,
  language: Language,
  act: () => Promise<PageRedirect>,
  again: (form: FormState) => Promise<PageView>,
): Promise<PageView | PageRedirect> =>
  orRefused(act, (error) => again(formOf(error, posted, language)));

function formOf(error: DomainError, posted: PostedFields, language: Language): FormState {
  const errors: Record<string, string> = {};
  const all = error instanceof FieldErrors ? error.errors : [error];
  const summary = all.map(({ code, params, field }) => {
    const sentence = translate(language, keyOfCode(code), params);
    const name = field === undefined ? null : fieldOf(field);
    if (name !== null) errors[name] ??= sentence;
    return { field: name, sentence };
  });
  return { values: typedIn(posted), errors, summary, status: STATUS_OF_KIND[error.kind] };
}

const typedIn = (posted: PostedFields): FormValues =>
  Object.fromEntries(
    Object.entries(posted).filter(
      (entry): entry is [string, string | string[]] =>
        typeof entry[1] === 'string' ||
        (Array.isArray(entry[1]) && entry[1].every((one) => typeof one === 'string')),
    ),
  );

export const revisionIn = ({ revision }: PostedFields): number =>
  typeof revision === 'string' ? (wholeNumber(revision) ?? 0) : 0;

export const stringOf = (value: unknown): string => (typeof value === 'string' ? value : '');
