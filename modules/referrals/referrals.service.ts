import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { allowedParts, People } from '../beneficiaries';
import { Organisations } from '../organisations';
import { Lists } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { type LinkRow, type CreatedLink, PartnerLinks } from './links/partner-links.service';
import type { PartnerAnswer, PartnerProgress } from './links/link-pages.service';
import { translateReferralErrors } from './referral.errors';
import { isLive } from './referral-states.rules';
import {
  type ReferralFilter,
  referralOf,
  type ReferralPage,
  type ReferralRow,
  referralsPage,
  stepsOf,
  type StepRow,
} from './referrals.queries';
import type { Sheet } from './sheet.rules';
import { ReferralSheets } from './referral-sheets.service';

export const REVOKE_REASONS = [
  'person_asked',
  'found_elsewhere',
  'no_longer_needed',
  'mistake',
] as const;
export type RevokeReason = (typeof REVOKE_REASONS)[number];

export interface ReferralFile extends ReferralRow {
  /** Data shown to the partner; null after they were destroyed with the person's key. */
  readonly sheet: Sheet | null;
  readonly steps: readonly (Omit<StepRow, 'note'> & { readonly note: string | null })[];
  readonly links: readonly LinkRow[];
}

interface Step {
  readonly to: string;
  readonly how?: 'here' | 'phone';
  readonly reason?: string | null;
  readonly version?: number | null;
  readonly outcome?: string | null;
  readonly times?: number | null;
  readonly note?: string | null;
}

/** Sent referrals: reading, answers by telephone, revoking, links. */
@Injectable()
export class Referrals {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly lists: Lists,
    private readonly organisations: Organisations,
    private readonly sheets: ReferralSheets,
    private readonly links: PartnerLinks,
  ) {}

  /** Referrals of visible people; one audit row lists them. */
  list(actor: Actor, filter: ReferralFilter, after: string | null = null): Promise<ReferralPage> {
    return this.transactions.run(actor, (tx) => this.listIn(tx, filter, after));
  }

  async listIn(tx: Tx, filter: ReferralFilter, after: string | null): Promise<ReferralPage> {
    const page = await referralsPage(tx, filter, after);
    const ids = [...new Set(page.referrals.map(({ caseId }) => caseId))];
    await record(tx, { action: 'referrals.list', kind: 'case', ids });
    return page;
  }

  /** All of one person, the last sent first. */
  ofPerson(actor: Actor, caseId: string): Promise<ReferralRow[]> {
    return this.transactions.run(actor, async (tx) => {
      await this.people.find(tx, caseId);
      if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
        throw new DomainError('forbidden', 'people.part_not_yours');
      }
      await recordReading(tx, 'referrals.list', [caseId]);
      return (await referralsPage(tx, { caseId, show: 'all' }, null)).referrals;
    });
  }

  find(actor: Actor, id: string): Promise<ReferralRow> {
    return this.transactions.run(actor, (tx) => this.findIn(tx, id));
  }

  /** With the disclosed facts and the answers: opening it is recorded. */
  read(actor: Actor, id: string): Promise<ReferralFile> {
    return this.transactions.run(actor, async (tx) => {
      const referral = await this.findIn(tx, id);
      const sheet = await this.sheets.openSheet(tx, referral.caseId, id);
      const steps = await stepsOf(tx, id);
      const notes = await this.sheets.openNotes(tx, id, steps);
      await record(tx, {
        action: 'referrals.read',
        kind: 'referral',
        ids: [id, referral.caseId],
        fields: ['sheet', 'notes'],
      });
      return {
        ...referral,
        sheet,
        steps: steps.map((step, place) => ({ ...step, note: notes[place]! })),
        links: await this.links.ofSubject(tx, 'referral', id),
      };
    });
  }

  /** All referrals of one person with what each disclosed, first sent first; recorded as a reading. */
  async sheetsIn(
    tx: Tx,
    caseId: string,
  ): Promise<readonly (ReferralRow & { readonly sheet: Sheet | null })[]> {
    const { referrals } = await referralsPage(tx, { caseId, show: 'all' }, null);
    if (referrals.length === 0) return [];
    const sent: (ReferralRow & { readonly sheet: Sheet | null })[] = [];
    for (const one of referrals.toReversed()) {
      sent.push({ ...one, sheet: await this.sheets.openSheet(tx, one.caseId, one.id) });
    }
    await record(tx, {
      action: 'referrals.read',
      kind: 'case',
      ids: [caseId, ...sent.map(({ id }) => id)],
      fields: ['sheet'],
    });
    return sent;
  }

  /** Records an answer that the partner gave by telephone. */
  answered(
    actor: Actor,
    id: string,
    { answer, reason, note }: PartnerAnswer,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.act(
      actor,
      'referrals.answer',
      id,
      { answer, reason, note },
      requestId,
      async (tx) => {
        if (answer === 'accepted') return { to: answer, how: 'phone', note };
        if (!reason) throw new DomainError('invalid', 'referrals.reason_missing', {}, 'reason');
        const version = await this.lists.chosenFrom(tx, 'referral_declines', reason, 'reason');
        return { to: answer, how: 'phone', reason, version, note };
      },
    );
  }

  news(
    actor: Actor,
    id: string,
    said: PartnerProgress,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.act(actor, 'referrals.news', id, said, requestId, async () => {
      const { news, times, note } = said;
      return news === 'attended'
        ? { to: 'in_progress', how: 'phone', times, note }
        : { to: 'closed', how: 'phone', outcome: news, times, note };
    });
  }

  /** Closes the share and the link; the partner is notified, without the reason. */
  revoke(
    actor: Actor,
    id: string,
    reason: RevokeReason,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.act(actor, 'referrals.revoke', id, { reason }, requestId, async () => ({
      to: 'revoked',
      reason,
    }));
  }

  /** Returns the link once, to be handed on; the previous link stops working. */
  makeLink(actor: Actor, id: string): Promise<CreatedLink & { readonly referral: ReferralRow }> {
    return this.transactions.run(actor, async (tx) => {
      const referral = await this.findIn(tx, id);
      if (!isLive(referral.state)) throw new DomainError('conflict', 'referrals.over');
      const { language } = await this.organisations.oneIn(tx, referral.partnerId);
      const { caseId, shareId, partnerId: organisationId } = referral;
      const made = await this.links.make(tx, {
        kind: 'referral',
        subjectId: id,
        caseId,
        shareId,
        organisationId,
        language,
      });
      return { ...made, referral };
    });
  }

  private async findIn(tx: Tx, id: string): Promise<ReferralRow> {
    const referral = await referralOf(tx, id);
    if (!referral) throw notFound();
    return referral;
  }

  private act(
    actor: Actor,
    useCase: string,
    id: string,
    said: object,
    requestId: string | null,
    stepFor: (tx: Tx) => Promise<Step>,
  ): Promise<{ id: string }> {
    const work = async (tx: Tx) => {
      const { caseId } = await this.findIn(tx, id);
      const step = await stepFor(tx);
      await translateReferralErrors(this.insert(tx, id, caseId, step));
      await record(tx, { action: useCase, kind: 'referral', ids: [id, caseId], fields: [step.to] });
      return { id };
    };
    return this.transactions.once(
      actor,
      { useCase: useCase, body: { id, ...said }, requestId },
      (tx) => work(tx),
    );
  }

  private async insert(tx: Tx, id: string, caseId: string, step: Step): Promise<void> {
    const stepId = randomUUID();
    await tx.query(
      `INSERT INTO referral_steps (id, referral_id, case_id, to_state, side, how, reason, list_version, outcome, times, note)
       VALUES ($1, $2, $3, $4, 'sender', $5, $6, $7, $8, $9, $10)`,
      [
        stepId,
        id,
        caseId,
        step.to,
        step.how ?? 'here',
        step.reason ?? null,
        step.version ?? null,
        step.outcome ?? null,
        step.times ?? null,
        await this.sheets.sealNote(tx, id, stepId, step.note),
      ],
    );
  }
}
