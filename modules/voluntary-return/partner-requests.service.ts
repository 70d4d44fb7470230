import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { FastifyRequest } from 'fastify';
import type { PageView } from '../platform/web/page-response';

/** Form shown to the holder of a link: facts and questions about one item. */
export interface PartnerRequestSheet {
  readonly asks: 'facts' | 'nothing';
  readonly reference: string;
  readonly what: string;
  readonly dueAt: Date | null;
  readonly answeredAt: Date | null;
  readonly answered: string | null;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly reasons: readonly never[];
  /** A day where there are no choices. */
  readonly questions: readonly {
    readonly name: string;
    readonly label: string;
    readonly choices: readonly { readonly value: string; readonly label: string }[];
  }[];
}

export interface PartnerRequestPage {
  readonly kind: string;
  show(
    tx: Tx,
    link: { readonly subjectId: string },
    language: Language,
  ): Promise<PartnerRequestSheet>;
  facts(
    tx: Tx,
    link: { readonly subjectId: string },
    said: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export interface NewPartnerRequest {
  readonly kind: string;
  readonly subjectId: string;
  readonly caseId: string;
  /** Open, and with this organisation: the link dies with it. */
  readonly shareId: string;
  readonly organisationId: string;
  readonly language: Language;
}
export interface PartnerLink {
  readonly path: string;
  readonly expiresAt: Date;
}

/** A port: signed links for partners without an account. The shell connects it. */
export abstract class PartnerRequests {
  abstract add(page: PartnerRequestPage): void;
  abstract make(tx: Tx, ask: NewPartnerRequest): Promise<PartnerLink>;
  /** The only page that shows a link. */
  abstract hand(
    made: PartnerLink & {
      readonly reference: string;
      readonly what: Readonly<Record<Language, string>>;
      readonly dueAt: Date;
      readonly backPath: string;
      readonly backLabel: string;
    },
    request: FastifyRequest,
  ): PageView;
}
