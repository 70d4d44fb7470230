import type { FastifyRequest } from 'fastify';
import type { Actor, Language } from '../shared/actor';
import type { FormDraftView } from './posted-form';

/** A short word shown once after a redirect: `key` is a sentence of the locale files. */
export interface Flash {
  readonly kind: 'success' | 'info' | 'warning' | 'danger';
  readonly key: string;
  readonly params?: Record<string, string | number>;
}

/** Behind TLS `secure`, with a name that no neighbouring host can set. */
export interface FlashCookie {
  readonly name: string;
  readonly secure: boolean;
  readonly seal: (text: string) => string;
}

/** Days to come that are public holidays, each with the sentence that says so. */
export interface ComingHolidays {
  readonly sentences: Readonly<Record<string, string>>;
  /** They stand once on a page, for its script. */
  written: boolean;
}

/** What the frame of every page needs to know; a Fastify hook of the shell fills it. */
export interface ShellFacts {
  readonly actor: Actor | null;
  readonly language: Language;
  readonly csrfToken: string;
  readonly traceId: string;
  /** Path and query as asked for, e.g. `/beds?nights=30`. */
  readonly path: string;
  readonly programme: {
    readonly name: string;
    /** True where the data are invented: the frame says so on each page. */
    readonly synthetic: boolean;
    /** Where people practise with the same account, if there is such a place. */
    readonly practiceUrl?: string;
    /** Minutes ahead of UTC for the times shown; 0 when left out. */
    readonly offsetMinutes?: number;
  };
  readonly flash?: Flash;
  /** How many things arrived for the actor since they last looked; left out where no number is shown. */
  readonly arrivals?: number;
  /** Reads the public holidays to come, for pages that ask for a day to come. */
  readonly readHolidays?: () => Promise<ComingHolidays['sentences']>;
  /** What was read; a page that asks for it is drawn anew with it. */
  readonly holidays?: () => ComingHolidays;
  /** The cookie in which such a word travels. */
  readonly flashCookie: FlashCookie;
  /** Where people reach Mawa, for links in full: as configured, never as the request says. */
  readonly publicUrl?: string;
  /** Where "quick exit" leads. */
  readonly neutralAddress?: string;
  /** A form that met an ended session: what was typed in it comes back on this page. */
  readonly draft?: FormDraftView;
  /** Whose page this is, sealed, for the forms on it. */
  readonly pageStamp?: () => string;
  /** The instant of the page, for "printed on"; the injected clock's. */
  readonly now?: Date;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Nobody is recognised and no cookie is set. */
    anonymous?: boolean;
    /** Neither logged nor measured. */
    quiet?: boolean;
    /** Asked by a page by itself, not by a hand: idle time goes on. */
    unattended?: boolean;
  }
  interface FastifyRequest {
    mawa: ShellFacts;
  }
}

export const CSRF_FIELD = '_csrf';
export const NEUTRAL_ADDRESS = 'https://www.marocmeteo.ma/';

/** The facts of a request that failed before its hook ran. */
export const shellFactsOf = (request: FastifyRequest): ShellFacts =>
  request.mawa ?? {
    actor: null,
    language: languageOf(request.headers['accept-language']),
    csrfToken: '',
    traceId: String(request.id),
    path: request.url,
    programme: { name: 'Mawa', synthetic: false },
    // No page of such a request leads anywhere with a word.
    flashCookie: { name: 'mawa_flash', secure: true, seal: () => '' },
  };

/** The first of our three languages that a browser asks for; otherwise that of the programme. */
export function languageOf(accepted: string | undefined, otherwise: Language = 'fr'): Language {
  for (const tag of (accepted ?? '').slice(0, 200).toLowerCase().split(',')) {
    const found = /^\s*(fr|ar|en)\b/.exec(tag);
    if (found) return found[1] as Language;
  }
  return otherwise;
}
