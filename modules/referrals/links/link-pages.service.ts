import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';

/** What a link gives access to, in the transaction that opened it. */
export interface PartnerLinkAccess {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly organisationId: string;
  /** In which the partner reads, where nobody chose another on the page. */
  readonly language: Language;
}

/** One question of a page: a day, or one of the choices. */
export interface LinkQuestion {
  readonly name: string;
  readonly label: string;
  /** None where a day is asked for. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** Page of a link: questions to the partner (an answer, then the outcome, or facts), until nothing is open. */
export interface LinkSheet {
  readonly asks: 'answer' | 'news' | 'facts' | 'nothing';
  readonly reference: string;
  /** Subject in the partner's language. */
  readonly what: string;
  readonly dueAt: Date | null;
  /** When the partner answered, and how. */
  readonly answeredAt: Date | null;
  readonly answered: string | null;
  /** Only what was shared; empty once it is over. */
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly reasons: readonly { readonly value: string; readonly label: string }[];
  /** The person has arrived; what is reported now is further progress. */
  readonly begun?: boolean;
  /** Where facts are asked for. */
  readonly questions?: readonly LinkQuestion[];
}

export interface PartnerAnswer {
  readonly answer: 'accepted' | 'declined';
  /** Code of the list referral_declines. */
  readonly reason?: string | null;
  readonly note?: string | null;
}

export const PROGRESS_UPDATES = ['attended', 'completed', 'not_reached', 'stopped'] as const;
export type ProgressUpdate = (typeof PROGRESS_UPDATES)[number];

export interface PartnerProgress {
  readonly news: ProgressUpdate;
  /** How often something was given. */
  readonly times?: number | null;
  readonly note?: string | null;
}

/** Chosen or typed answers, by the name of the question. */
export type LinkFacts = Readonly<Record<string, string>>;

/** Handler of one kind of link; actions without a method are "not found". */
export interface LinkPage {
  readonly kind: string;
  /** Runs as the holder of the link, to whom row-level security shows only its subject. */
  show(tx: Tx, link: PartnerLinkAccess, language: Language): Promise<LinkSheet>;
  answer?(tx: Tx, link: PartnerLinkAccess, said: PartnerAnswer): Promise<void>;
  news?(tx: Tx, link: PartnerLinkAccess, said: PartnerProgress): Promise<void>;
  facts?(tx: Tx, link: PartnerLinkAccess, said: LinkFacts): Promise<void>;
  /** Sends a question to the sender. */
  ask?(tx: Tx, link: PartnerLinkAccess, question: string): Promise<void>;
}

/** Port: modules that send links to partners supply their pages and process the answers. */
@Injectable()
export class LinkPages {
  private readonly pages = new Map<string, LinkPage>();

  add(page: LinkPage): void {
    if (this.pages.has(page.kind)) throw new Error(`two pages of links of kind ${page.kind}`);
    this.pages.set(page.kind, page);
  }

  of(kind: string): LinkPage {
    const page = this.pages.get(kind);
    if (!page) throw new Error(`no page for links of kind ${kind}`);
    return page;
  }

  answer(tx: Tx, link: PartnerLinkAccess, said: PartnerAnswer): Promise<void> {
    return this.of(link.kind).answer?.(tx, link, said) ?? notAsked();
  }

  news(tx: Tx, link: PartnerLinkAccess, said: PartnerProgress): Promise<void> {
    return this.of(link.kind).news?.(tx, link, said) ?? notAsked();
  }

  facts(tx: Tx, link: PartnerLinkAccess, said: LinkFacts): Promise<void> {
    return this.of(link.kind).facts?.(tx, link, said) ?? notAsked();
  }

  ask(tx: Tx, link: PartnerLinkAccess, question: string): Promise<void> {
    return this.of(link.kind).ask?.(tx, link, question) ?? notAsked();
  }
}

const notAsked = (): Promise<never> => Promise.reject(notFound());
