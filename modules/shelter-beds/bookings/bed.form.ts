import type { FastifyRequest } from 'fastify';
import { submitForm, type FormState } from '../../platform/web/forms';
import { redirect, type PageRedirect, type PageView } from '../../platform/web/page-response';
import type { DtoClass } from '../../platform/web/validation';

export type PageResponse = Promise<PageView | PageRedirect>;

interface BedFormSubmission<T extends object, R> {
  readonly form: DtoClass<T>;
  readonly act: (dto: T) => Promise<R>;
  /** Path to redirect to, with the key below `…:done` of the message shown there. */
  readonly to: string | ((done: R) => string);
  readonly done: string | ((done: R) => string);
  /** The words that hold it, where it is not those of beds. */
  readonly words?: string;
  /** Page that shows the refused form, filled in. */
  readonly again: (form: FormState) => Promise<PageView>;
}

/** One press on a page of beds: the form is checked, done and confirmed, or shown again. */
export function submitBedForm<T extends object, R>(
  { body, mawa }: FastifyRequest,
  { form, act, to, done, words = 'beds', again }: BedFormSubmission<T, R>,
): PageResponse {
  const then = async (dto: T) => {
    const result = await act(dto);
    const path = typeof to === 'string' ? to : to(result);
    const word = typeof done === 'string' ? done : done(result);
    return redirect(path, { kind: 'success', key: `${words}:done.${word}` });
  };
  return submitForm(form, withoutRequestKey(body), mawa.language, then, again);
}

/** The key of the press is read by its decorator; the form itself does not know it. */
export function withoutRequestKey(body: unknown): Record<string, unknown> {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(fields.filter(([name]) => name !== '_request'));
}
