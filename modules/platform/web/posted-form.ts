/**
 * A form that a browser posted, and what can be kept of it when it is not accepted. The access module fills this in
 * (modules/access/form-drafts); without it, as in unit tests, a refused form is rendered in answer to the post itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../shared/domain.errors';

/** The query parameter that names a kept form: `/services/new?_draft=<id>`. */
export const DRAFT_PARAM = '_draft';
/** Hidden field with the sealed address of the page that contained the form. */
export const PAGE_FIELD = '_page';

/** The hidden field of a form that is not sent but kept: the page closes with its session (public/session-end.js). */
export const UNSENT_FIELD = '_unsent';

/** Typed values to be shown in the form. */
export interface FormDraftView {
  /** `action` of the form. */
  readonly action: string;
  readonly fields: readonly {
    readonly name: string;
    readonly value: string;
    /** Somebody's own words, worth copying where the form is no longer found; not a code or a date. */
    readonly isText: boolean;
  }[];
}

export interface PostedForm {
  /** Set where a form that was refused before is shown again: nothing is acted upon. */
  readonly refusal: DomainError | null;
  /** Path and query of the page that contained the form; null if unknown. */
  readonly page: string | null;
  /** Keeps the form with the error; answers the address that shows both, or null where it is not kept. */
  keepRefused(error: DomainError): Promise<string | null>;
  /** Keeps a form whose session or token had ended; answers where it is found again, or null. */
  keepInterrupted(): Promise<string | null>;
  /** Somebody's own words in it; nothing of a form with a password. */
  texts(): string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    postedForm?: PostedForm;
  }
}

/** The form of the request that is being answered. */
export const postedForm = new AsyncLocalStorage<PostedForm>();

/** Whether a browser shows the answer as a page, rather than a script taking it. */
export const isNavigation = ({ headers, url }: FastifyRequest): boolean =>
  !url.startsWith('/api/') &&
  headers['hx-request'] === undefined &&
  [undefined, 'navigate'].includes(headers['sec-fetch-mode'] as string | undefined);

/** The address with the id of a draft, or without one. */
export function withDraft(path: string, id: string | null): string {
  const [page = '/', query = ''] = path.split('?');
  const params = new URLSearchParams(query);
  params.delete(DRAFT_PARAM);
  if (id !== null) params.set(DRAFT_PARAM, id);
  const text = params.toString();
  return text === '' ? page : `${page}?${text}`;
}

export const draftIn = (path: string): string | null =>
  new URLSearchParams(path.split('?')[1] ?? '').get(DRAFT_PARAM);
