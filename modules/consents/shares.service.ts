import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { People } from '../beneficiaries';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate } from '../platform/shared/nights.rules';
import { mustSeeCare } from './care-access.rules';
import { liveConsent } from './consents.queries';
import { monthsAfter, type Purpose } from './consents.rules';
import {
  sharesOf,
  sharesPage,
  type Share,
  type SharesFilter,
  type SharesPage,
} from './shares.queries';
import {
  LONGEST_MONTHS,
  newReference,
  type SharedPart,
  type ShareMode,
  type ShareReason,
} from './shares.rules';

export interface NewShare {
  readonly purpose: Purpose;
  readonly recipientId: string;
  readonly what: readonly SharedPart[];
  readonly why: ShareReason;
  readonly how: ShareMode;
  readonly until?: string | null;
  /** Record of another module that the share belongs to. */
  readonly source?: { readonly kind: string; readonly id: string };
}

const NO_LIVE_CONSENT = 'shares_need_a_live_consent';
/** Shares: what was disclosed to whom, why and under which consent. */
@Injectable()
export class Shares {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
  ) {}

  ofPerson(actor: Actor, caseId: string): Promise<Share[]> {
    return this.transactions.run(actor, async (tx) => {
      await mustSeeCare(tx, this.people, caseId);
      await recordReading(tx, 'shares.read', [caseId]);
      return sharesOf(tx, { caseId });
    });
  }

  /** Shares of visible people; one audit row lists them. */
  register(actor: Actor, filter: SharesFilter, after: string | null): Promise<SharesPage> {
    return this.transactions.run(actor, async (tx) => {
      const page = await sharesPage(tx, filter, after);
      const ids = [...new Set(page.shares.map(({ caseId }) => caseId))];
      await record(tx, { action: 'shares.list', kind: 'case', ids });
      return page;
    });
  }

  open(
    actor: Actor,
    caseId: string,
    share: NewShare,
    requestId: string | null = null,
  ): Promise<{ id: string; reference: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'shares.open', body: { caseId, ...share }, requestId },
      (tx) => this.openIn(tx, caseId, share),
    );
  }

  async openIn(
    tx: Tx,
    caseId: string,
    share: NewShare,
  ): Promise<{ id: string; reference: string }> {
    await mustSeeCare(tx, this.people, caseId);
    const { purpose, recipientId, what, why, how, source } = share;
    const consent = await liveConsent(tx, caseId, purpose, recipientId);
    if (!consent) throw noLiveConsent();
    const untilAt = this.endOf(tx, share.until ?? null, consent.untilAt);
    const reference = newReference();
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO shares (reference, case_id, recipient_id, purpose, consent_id, what, why, how,
           source_kind, source_id, until_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
        [
          reference,
          caseId,
          recipientId,
          purpose,
          consent.id,
          [...new Set(what)],
          why,
          how,
          source?.kind ?? null,
          source?.id ?? null,
          untilAt,
        ],
      );
      await record(tx, {
        action: 'shares.open',
        kind: 'case',
        ids: [caseId, row!.id],
        fields: what,
      });
      return { id: row!.id, reference };
    } catch (error) {
      // Somebody withdrew at the same moment and was first.
      if (constraintOf(error) === NO_LIVE_CONSENT) throw noLiveConsent();
      throw error;
    }
  }

  private endOf(tx: Tx, asked: string | null, consentEnds: Date | null): Date {
    const latest = consentEnds ?? monthsAfter(tx.now, LONGEST_MONTHS);
    if (asked === null) return latest;
    if (!isCivilDate(asked)) throw new DomainError('invalid', 'common.not_date', {}, 'until');
    const until = new Date(`${asked}T23:59:59Z`);
    if (until <= tx.now) throw new DomainError('invalid', 'consents.ends_before', {}, 'until');
    return until < latest ? until : latest;
  }

  /** Ends a share whose purpose is fulfilled: nothing more is disclosed, and the partner is notified. */
  end(
    actor: Actor,
    caseId: string,
    shareId: string,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const work = async (tx: Tx) => {
      await mustSeeCare(tx, this.people, caseId);
      const ended = await tx.query(
        `UPDATE shares SET closed_at = mawa_now(), closed_by = $3, closed_why = 'ended'
          WHERE id = $1 AND case_id = $2 AND closed_at IS NULL RETURNING id`,
        [shareId, caseId, tx.actor.userId],
      );
      if (ended.length === 0) {
        const known = await tx.query('SELECT 1 FROM shares WHERE id = $1 AND case_id = $2', [
          shareId,
          caseId,
        ]);
        throw known.length === 0
          ? notFound()
          : new DomainError('conflict', 'consents.share_closed');
      }
      await record(tx, { action: 'shares.end', kind: 'case', ids: [caseId, shareId] });
      return { id: shareId };
    };
    return this.transactions.once(
      actor,
      { useCase: 'shares.end', body: { caseId, shareId }, requestId },
      (tx) => work(tx),
    );
  }
}

const noLiveConsent = (): DomainError =>
  new DomainError('conflict', 'consents.no_live_consent', {}, 'recipientId');
