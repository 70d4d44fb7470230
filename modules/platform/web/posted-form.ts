/**
 * A form that a browser posted, and what can be kept of it when it is not accepted. The access module fills this in
 * (modules/access/form-drafts); without it, as in unit tests, a refused form is rendered in answer to the post itself.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import type { DomainError } from '../shared/domain.errors';

/** The query parameter that names a kept form: `/services/new?_draft=<id>`. */
export const DRAFT_PARAM = '_draft';
/** The hidden field that says on which page a form stood, sealed so that nobody can invent one. */
export const PAGE_FIELD = '_page';

/** The hidden field of a form that is not sent but kept: the page closes with its session (public/session-end.js). */
export const UNSENT_FIELD = '_unsent';

/** What was typed, to be shown on the page of its form. */
export interface FormDraftView {
  /** Where the form is posted, as its `action` says it. */
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
  /** Path and query of the page on which it stood; null where the page did not say. */
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

/** The same address with the draft named, or with none. */
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
