import type { Readable } from 'node:stream';
import type { Flash } from './request';

/** Model of a template; `title` is shown in the browser and in print. */
export interface PageModel {
  readonly title?: string;
  /** The page uses the whole width, e.g. the bed board. */
  readonly wide?: boolean;
  /** Links for the keyboard to parts of the page, after the one to the content. */
  readonly skips?: readonly { readonly href: string; readonly label: string }[];
  /** Whose file the page belongs to, above its title: for `{{> case-header}}`. */
  readonly caseHeader?: object;
  /** Without product name, navigation and account, so that the screen does not reveal the programme. */
  readonly plain?: boolean;
  /** For the oldest telephone: no script, no font, a few lines of style, nothing of ours around it. */
  readonly bare?: boolean;
  /** For everybody: a quiet frame of our own, found by search engines, without navigation, script or account. */
  readonly forEverybody?: boolean;
  readonly [key: string]: unknown;
}

/** Validator of a cacheable response; a request with the same mark gets 304. */
export interface CacheValidator {
  readonly etag: string;
}

/** `layout` false answers with the template alone, for a partial update. */
export class PageView {
  constructor(
    readonly template: string,
    readonly model: object,
    readonly status: number = 200,
    readonly layout: boolean = true,
    readonly kept: CacheValidator | null = null,
  ) {}
}

/** The copy that was asked about is still what we would answer. */
export class NotModified {
  constructor(readonly kept: CacheValidator) {}
}

export class PageRedirect {
  constructor(
    readonly path: string,
    readonly flash?: Flash,
  ) {
    if (!isOwnPath(path)) throw new Error('a redirect leads to a path of our own');
  }
}

export class FileDownload {
  constructor(
    readonly bytes: Buffer | Uint8Array,
    readonly name: string,
    readonly type: string,
    /** True shows it in the browser, false saves it. */
    readonly inline: boolean = false,
    readonly kept: CacheValidator | null = null,
  ) {}
}

/** A file that is still being made while it is handed over: never whole in memory. */
export class StreamDownload {
  constructor(
    readonly stream: Readable,
    readonly name: string,
    readonly type: string,
  ) {}
}

export const page = (template: string, model: PageModel | object = {}, status = 200): PageView =>
  new PageView(template, model, status);

export const fragment = (template: string, model: object = {}, status = 200): PageView =>
  new PageView(template, model, status, false);

export const redirect = (path: string, flash?: Flash): PageRedirect =>
  new PageRedirect(path, flash);

/** Message after a form was saved. */
export const saved: Flash = { kind: 'success', key: 'common:flash.saved' };

export const file = (bytes: Buffer | Uint8Array, name: string, type: string): FileDownload =>
  new FileDownload(bytes, name, type);

/** One leading slash, no backslash, no control character: never another site. */
const isOwnPath = (path: string): boolean => /^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path);

/** Where a form or a page leads afterwards: the page of our own that it names as `next`, or null. */
export const nextOf = ({ next }: { readonly next?: unknown }): string | null =>
  typeof next === 'string' && isOwnPath(next) ? next : null;

/** The page, with where it leads afterwards. */
export const withNext = (path: string, next: string | null | undefined): string =>
  next ? `${path}?next=${encodeURIComponent(next)}` : path;
