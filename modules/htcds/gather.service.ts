import { Injectable } from '@nestjs/common';
import { People, type PersonRow, ReadClassifications, ShowIdentity } from '../beneficiaries';
import { consentOfHtcds, consentsOf } from '../consents';
import { Organisations } from '../organisations';
import { type PlanGoal, ReadPlans } from '../plans';
import { Referrals } from '../referrals';
import type { Tx } from '../platform/database/transactions';
import { programmeDay } from './programme-day.queries';
import type { DisclosablePart } from './rules/columns.rules';
import type { Goal, PersonFacts, Referral } from './rules/facts.types';
import { NOWHERE_KNOWN } from './rules/locations.rules';

export interface DisclosureScope {
  readonly parts: readonly DisclosablePart[];
  /** Under which the file is made; null where it is for the programme itself. */
  readonly consentId: string | null;
}

/** Gathers the facts of a person for HTCDS; parts that were not requested are not decrypted. */
@Injectable()
export class GatherFacts {
  constructor(
    private readonly people: People,
    private readonly identities: ShowIdentity,
    private readonly classifications: ReadClassifications,
    private readonly referrals: Referrals,
    private readonly organisations: Organisations,
    private readonly plans: ReadPlans,
  ) {}

  async of(tx: Tx, caseId: string, { parts, consentId }: DisclosureScope): Promise<PersonFacts> {
    const tells = (part: DisclosablePart) => parts.includes(part);
    const row = await this.people.find(tx, caseId);
    const shown = (['identity', 'contact', 'story'] as const).filter(tells);
    const identity = shown.length > 0 ? await this.identities.runIn(tx, caseId, shown) : {};
    const { htcds, classified } = await this.classifications.inStandardsIn(tx, caseId);
    const where = tells('story') ? classified : null;
    return {
      given: identity.names?.given ?? null,
      family: identity.names?.family ?? null,
      birthDate: identity.birthDate ?? null,
      documents: (identity.documents ?? []).map(({ number }) => number),
      phone: identity.contact?.phone ?? null,
      languages: row.languages,
      values: htcds,
      ...(await this.standingOf(tx, row)),
      recruitment: where?.recruitment ?? NOWHERE_KNOWN,
      transit: where?.transit ?? [],
      exploitation: where?.exploitation ?? NOWHERE_KNOWN,
      story: identity.story ?? null,
      referrals: tells('care') ? await this.referralsOf(tx, caseId) : [],
      goals: tells('care') ? await this.goalsOf(tx, caseId) : [],
      consent: tells('care') && consentId ? await this.consentOf(tx, caseId, consentId) : null,
    };
  }

  private async standingOf(
    tx: Tx,
    { id, stage }: PersonRow,
  ): Promise<Pick<PersonFacts, 'stage' | 'handedOver' | 'owner'>> {
    const [found] = await tx.query<{ owner: string; reason: string | null }>(
      `SELECT u.name AS owner, (SELECT reason FROM stage_changes s WHERE s.case_id = c.id ORDER BY s.at DESC, s.id DESC LIMIT 1) AS reason
         FROM cases c JOIN users u ON u.id = c.registered_by WHERE c.id = $1`,
      [id],
    );
    return { stage, handedOver: found?.reason === 'handed_over', owner: found?.owner ?? null };
  }

  private async referralsOf(tx: Tx, caseId: string): Promise<Referral[]> {
    const sent = await this.referrals.sheetsIn(tx, caseId);
    const all = sent.length > 0 ? await this.organisations.listIn(tx) : [];
    return Promise.all(
      sent.map(async (one) => {
        const partner = all.find(({ id }) => id === one.partnerId)!;
        return {
          partner: partner.plainName,
          country: partner.country,
          region: partner.region,
          partnerType: partner.partnerType,
          on: await programmeDay(tx, one.sentAt),
          moves: one.service === 'return',
          details: one.sheet?.needs || null,
        };
      }),
    );
  }

  /** Goals of the agreed plan, or else of the draft. */
  private async goalsOf(tx: Tx, caseId: string): Promise<Goal[]> {
    const { current, draft } = await this.plans.fileIn(tx, caseId);
    const goals = (current ?? draft)?.goals ?? [];
    return Promise.all(goals.map((goal) => this.goal(tx, goal)));
  }

  private async goal(tx: Tx, { title, dimension, steps, progress }: PlanGoal): Promise<Goal> {
    const days = steps.flatMap(({ dueOn }) => dueOn ?? []).sort();
    return {
      objectives: title,
      dimension,
      steps: steps.flatMap(({ what }) => what ?? []),
      plannedEnd: days.at(-1) ?? null,
      actualEnd: progress?.state === 'done' ? await programmeDay(tx, progress.at) : null,
    };
  }

  private async consentOf(tx: Tx, caseId: string, consentId: string): Promise<boolean | null> {
    const consent = (await consentsOf(tx, caseId)).find(({ id }) => id === consentId);
    return consent ? consentOfHtcds(consent.points) : null;
  }
}
