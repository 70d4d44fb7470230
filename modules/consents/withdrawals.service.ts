import { Injectable } from '@nestjs/common';
import { People } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { mustSeeCare } from './care-access.rules';
import { consentsOf, type Consent } from './consents.queries';
import { stateOf, latestConsents, type Channel, type ConsentMode } from './consents.rules';
import { Consents } from './consents.service';
import { ShareEnds, type DependentShare } from './share-ends.service';
import { sharesOf, type Share } from './shares.queries';

/** Consequences of a withdrawal, shown before it is confirmed. */
export interface Consequences {
  readonly consent: Consent;
  /** Shares that close at once. */
  readonly shares: readonly Share[];
  /** Records of other modules that end. */
  readonly others: readonly (DependentShare & { readonly kind: string })[];
  readonly partners: readonly {
    readonly id: string;
    readonly name: string;
    /** In their notices at once; by phone otherwise. */
    readonly hasAccount: boolean;
  }[];
}

export interface Withdrawal {
  readonly how: Exclude<ConsentMode, 'guardian'>;
  readonly channel?: Channel;
  readonly language?: string;
}

/** Withdrawals of consent, by any case worker with access to the part `care`; effective in the same transaction. */
@Injectable()
export class Withdrawals {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly consents: Consents,
    private readonly ends: ShareEnds,
  ) {}

  consequences(actor: Actor, caseId: string, consentId: string): Promise<Consequences> {
    return this.transactions.run(actor, (tx) => this.consequencesIn(tx, caseId, consentId));
  }

  withdraw(
    actor: Actor,
    caseId: string,
    consentId: string,
    said: Withdrawal,
    requestId: string | null = null,
  ): Promise<{ id: string; closed: string[] }> {
    return this.transactions.once(
      actor,
      { useCase: 'consents.withdraw', body: { caseId, consentId, ...said }, requestId },
      (tx) => this.withdrawIn(tx, caseId, consentId, said),
    );
  }

  async withdrawIn(
    tx: Tx,
    caseId: string,
    consentId: string,
    said: Withdrawal,
  ): Promise<{ id: string; closed: string[] }> {
    const consent = await this.standingOne(tx, caseId, consentId);
    const { purpose, recipientId, language } = consent;
    const { id } = await this.consents.recordIn(tx, caseId, {
      purpose,
      recipientId,
      decision: 'withdrawn',
      how: said.how,
      channel: said.channel,
      language: said.language ?? language,
    });
    const closed = await tx.query<{ reference: string }>(
      `SELECT reference FROM shares WHERE case_id = $1 AND purpose = $2 AND recipient_id = $3
          AND closed_why = 'withdrawn' AND closed_at = mawa_now() ORDER BY reference`,
      [caseId, purpose, recipientId],
    );
    return { id, closed: closed.map(({ reference }) => reference) };
  }

  private async consequencesIn(tx: Tx, caseId: string, consentId: string): Promise<Consequences> {
    const consent = await this.standingOne(tx, caseId, consentId);
    const { purpose, recipientId } = consent;
    const shares = (await sharesOf(tx, { caseId })).filter(
      (share) =>
        share.closedAt === null && share.purpose === purpose && share.recipientId === recipientId,
    );
    const partners = await tx.query<{ id: string; name: string; hasAccount: boolean }>(
      `SELECT o.id, localized_name(o.name, o.names) AS name, partner_has_account(o.id) AS "hasAccount"
         FROM organisations o WHERE o.id = ANY ($1) ORDER BY name`,
      [shares.map((share) => share.recipientId)],
    );
    const others = await this.ends.openUnder(tx, { caseId, purpose, recipientId });
    return { consent, shares, others, partners };
  }

  private async standingOne(tx: Tx, caseId: string, consentId: string): Promise<Consent> {
    await mustSeeCare(tx, this.people, caseId);
    const all = await consentsOf(tx, caseId);
    if (!all.some(({ id }) => id === consentId)) throw notFound();
    const consent = latestConsents(all).find(({ id }) => id === consentId);
    const state = stateOf(consent, tx.now);
    if (!consent || (state !== 'given' && state !== 'expired')) {
      throw new DomainError('conflict', 'consents.stands_no_more');
    }
    return consent;
  }
}

/** The API answer: sentences in the language of the request. */
export const consequenceWords = (consequences: Consequences, language: Language) => ({
  ...consequences,
  others: consequences.others.map(({ id, kind, sentence }) => ({
    id,
    kind,
    sentence: sentence(language),
  })),
});
