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

/** Future public holidays with their messages. */
export interface ComingHolidays {
  readonly sentences: Readonly<Record<string, string>>;
  /** Whether they were written to the page already; once is enough for its script. */
  written: boolean;
}

/** Data that every page needs; set by a Fastify hook. */
export interface ShellFacts {
  readonly actor: Actor | null;
  readonly language: Language;
  readonly csrfToken: string;
  readonly traceId: string;
  /** Path and query as asked for, e.g. `/beds?nights=30`. */
  readonly path: string;
  readonly programme: {
    readonly name: string;
    /** The data are synthetic; each page says so. */
    readonly synthetic: boolean;
    /** Where people practise with the same account, if there is such a place. */
    readonly practiceUrl?: string;
    /** Minutes ahead of UTC for the times shown; 0 when left out. */
    readonly offsetMinutes?: number;
  };
  readonly flash?: Flash;
  /** How many things arrived for the actor since they last looked; left out where no number is shown. */
  readonly arrivals?: number;
  /** Loads future public holidays, for pages with a date field. */
  readonly readHolidays?: () => Promise<ComingHolidays['sentences']>;
  /** Loaded holidays; a page that uses them is rendered again. */
  readonly holidays?: () => ComingHolidays;
  /** The cookie in which such a word travels. */
  readonly flashCookie: FlashCookie;
  /** Configured public URL, for absolute links; never taken from the request. */
  readonly publicUrl?: string;
  /** Where "quick exit" leads. */
  readonly neutralAddress?: string;
  /** Draft of a form that was posted after its session had ended. */
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
    /** Background request of an open page: idle time continues. */
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
