import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record, Refusals } from '../audit';
import { agreedRecipients, Shares } from '../consents';
import { HiddenPlaces } from '../disclosure';
import { Lists } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { partnersFor, type PartnerChoice } from './partners/partners.queries';
import { translateReferralErrors } from './referral.errors';
import type { SheetPart, ReferralUrgency } from './referral-states.rules';
import { type Sheet, sheetOf } from './sheet.rules';
import { ReferralSheets } from './referral-sheets.service';

export interface NewReferral {
  readonly partnerId: string;
  /** Code of the list referral_services. */
  readonly service: string;
  readonly urgency: ReferralUrgency;
  readonly parts: readonly SheetPart[];
  /** Needs of the person, as text without a name. */
  readonly needs?: string | null;
}

export interface PartnerToChoose extends PartnerChoice {
  /** Until when the person agrees to share with it; not there where she has not agreed. */
  readonly agreedUntil?: Date | null;
}

export interface ReferralChoices {
  readonly partners: readonly PartnerToChoose[];
  /** Everything that could be disclosed of the person. */
  readonly possible: Required<Sheet>;
}

/** Purpose of a share by kind of help, for the register of shares. */
const SHARE_PURPOSES = {
  medical: 'health_care',
  psychological: 'health_care',
  legal: 'legal_aid',
  training: 'training',
  return: 'return',
} as const;

/** A person is referred: a place is taken, a share opened, the partner's copy written, all or nothing. */
@Injectable()
export class SendReferrals {
  constructor(
    private readonly transactions: Transactions,
    private readonly shares: Shares,
    private readonly lists: Lists,
    private readonly sheets: ReferralSheets,
    private readonly places: HiddenPlaces,
    private readonly refusals: Refusals,
  ) {}

  /** Before anything is sent: partners who could take her, and what would be disclosed. */
  choosing(
    actor: Actor,
    caseId: string,
    { service, region }: { service: string | null; region: string | null },
  ): Promise<ReferralChoices> {
    return this.transactions.run(actor, async (tx) => {
      const possible = await this.sheets.possible(tx, caseId);
      const agreed = new Map(
        (await agreedRecipients(tx, caseId)).map((one) => [one.recipientId, one.untilAt]),
      );
      const partners = service ? await partnersFor(tx, caseId, service, region) : [];
      return {
        possible,
        partners: partners.map((partner) => ({ ...partner, agreedUntil: agreed.get(partner.id) })),
      };
    });
  }

  async send(
    actor: Actor,
    caseId: string,
    referral: NewReferral,
    requestId: string | null = null,
  ): Promise<{ id: string; hasAccount: boolean }> {
    const id = randomUUID();
    await this.refuseHiddenPlace(actor, id, caseId, referral);
    return this.transactions.once(
      actor,
      { useCase: 'referrals.send', body: { caseId, ...referral }, requestId },
      (tx) => translateReferralErrors(this.sendIn(tx, id, caseId, referral)),
    );
  }

  private async sendIn(
    tx: Tx,
    id: string,
    caseId: string,
    referral: NewReferral,
  ): Promise<{ id: string; hasAccount: boolean }> {
    const { partnerId, service, urgency } = referral;
    const parts = [...new Set(referral.parts)];
    const version = await this.lists.chosenFrom(tx, 'referral_services', service, 'service');
    const partner = (await partnersFor(tx, caseId, service, null)).find(
      ({ id }) => id === partnerId,
    );
    const sheet = await this.sheet(tx, caseId, parts, referral.needs?.trim() ?? '');
    if (!partner) throw new DomainError('invalid', 'common.not_choice', {}, 'partnerId');
    const share = await this.shares.openIn(tx, caseId, {
      purpose: 'sharing',
      recipientId: partnerId,
      what: parts,
      why: sharePurposeOf(service),
      how: 'partner_link',
      source: { kind: 'referral', id },
    });
    await tx.query(
      `INSERT INTO referrals (id, case_id, partner_id, share_id, service, list_version, urgency, sheet)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        caseId,
        partnerId,
        share.id,
        service,
        version,
        urgency,
        await this.sheets.sealSheet(tx, caseId, id, sheet),
      ],
    );
    await this.sheets.sealPartnerCopy(tx, id, partnerId, sheet);
    await record(tx, {
      action: 'referrals.send',
      kind: 'referral',
      ids: [id, caseId, partnerId],
      fields: parts,
    });
    return { id, hasAccount: partner.hasAccount };
  }

  /** Runs before anything is saved; the refusal does not name the words that disclose the place. */
  private async refuseHiddenPlace(
    actor: Actor,
    id: string,
    caseId: string,
    { partnerId, parts, needs }: NewReferral,
  ): Promise<void> {
    // Actors who may not refer this person to this partner are refused later, without comparing texts.
    const contact = await this.transactions.run(actor, async (tx) => {
      const agreed = await agreedRecipients(tx, caseId);
      if (!agreed.some(({ recipientId }) => recipientId === partnerId)) return null;
      return (await this.sheets.possible(tx, caseId)).contact;
    });
    if (contact === null) return;
    const texts = [
      parts.includes('needs') ? needs : null,
      parts.includes('safe_contact') ? contact.safeTimes : null,
    ].filter((text): text is string => Boolean(text?.trim()));
    if (texts.length === 0) return;
    if (!(await this.places.findDisclosure(actor, { kind: 'referral', id }, texts))) return;
    const refused = { action: 'referrals.send_refused', kind: 'case', ids: [caseId] };
    await this.refusals.write(actor, actor.userId, { ...refused, outcome: 'refused' });
    const field = parts.includes('needs') ? 'needs' : 'parts';
    throw new DomainError('invalid', 'referrals.tells_place', {}, field);
  }

  private async sheet(tx: Tx, caseId: string, parts: readonly SheetPart[], needs: string) {
    const possible = await this.sheets.possible(tx, caseId);
    if (parts.includes('needs')) {
      if (needs === '') throw new DomainError('invalid', 'referrals.needs_missing', {}, 'needs');
      await this.sheets.refuseIdentifyingText(tx, caseId, needs, 'needs');
    }
    const { safeTimes } = possible.contact;
    if (parts.includes('safe_contact') && safeTimes) {
      await this.sheets.refuseIdentifyingText(tx, caseId, safeTimes, 'parts');
    }
    return sheetOf(parts, { ...possible, needs });
  }
}

const sharePurposeOf = (
  service: string,
): (typeof SHARE_PURPOSES)[keyof typeof SHARE_PURPOSES] | 'referral' =>
  Object.hasOwn(SHARE_PURPOSES, service)
    ? SHARE_PURPOSES[service as keyof typeof SHARE_PURPOSES]
    : 'referral';
