import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record, recordReading } from '../audit';
import { People } from '../beneficiaries';
import { isCode } from '../reference-lists';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate } from '../platform/shared/nights.rules';
import { mustSeeCare } from './care-access.rules';
import type { Assent } from './child.rules';
import { ConsentTexts } from './consent-texts.service';
import {
  consentsAndJoinedRefusals,
  consentsOf,
  purposeRules,
  type Consent,
} from './consents.queries';
import {
  checkConsent,
  checkPoints,
  consentOfHtcds,
  endOf,
  latestConsents,
  stateOf,
  type Channel,
  type Decision,
  type ConsentMode,
  type ConsentPoints,
  type Purpose,
  type State,
} from './consents.rules';
import { Guardians, type Guardian } from './guardians.service';
import { ShareEnds } from './share-ends.service';

export interface NewConsent {
  readonly purpose: Purpose;
  /** Recipient organisation; null for the programme itself. */
  readonly recipientId?: string | null;
  readonly decision: Decision;
  readonly how: ConsentMode;
  /** Code of the list languages: in which it was explained. */
  readonly language: string;
  readonly channel?: Channel;
  readonly interpreter?: boolean;
  readonly points?: ConsentPoints;
  readonly guardian?: Guardian | null;
  readonly assent?: Assent | null;
  /** Last day of validity; by the rule of the purpose if omitted. */
  readonly until?: string | null;
  /** The version that was read aloud; the one in force where left out. */
  readonly textId?: string | null;
  /** Colleague who explained it; the author if omitted. */
  readonly explainedById?: string | null;
  /** An instant; now where left out. */
  readonly at?: string | null;
}

export interface CurrentConsent extends Consent {
  readonly state: State;
  /** The one box of HTCDS. */
  readonly htcds: boolean;
  /** Given by a guardian for a person who is of age by now: the person has to be asked. */
  readonly toAskAsAdult: boolean;
}

@Injectable()
export class Consents {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly texts: ConsentTexts,
    private readonly guardians: Guardians,
    private readonly ends: ShareEnds,
  ) {}

  /** Consents in force, and the complete history, oldest first. */
  list(actor: Actor, caseId: string): Promise<{ standing: CurrentConsent[]; history: Consent[] }> {
    return this.transactions.run(actor, async (tx) => {
      await mustSeeCare(tx, this.people, caseId);
      await recordReading(tx, 'consents.read', [caseId]);
      const history = await consentsAndJoinedRefusals(tx, caseId);
      const latest = latestConsents(history);
      const isGuarded = latest.some(({ guardianRelation }) => guardianRelation !== null);
      const isAdult = isGuarded && (await this.guardians.statusOf(tx, caseId)) === 'adult';
      const now = latest.map((consent) => {
        const state = stateOf(consent, tx.now);
        return {
          ...consent,
          state,
          htcds: consentOfHtcds(consent.points),
          toAskAsAdult: isAdult && consent.guardianRelation !== null && state === 'given',
        };
      });
      return { standing: now, history };
    });
  }

  record(
    actor: Actor,
    caseId: string,
    consent: NewConsent,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'consents.record', body: { caseId, ...consent }, requestId },
      (tx) => this.recordIn(tx, caseId, consent),
    );
  }

  async recordIn(tx: Tx, caseId: string, consent: NewConsent): Promise<{ id: string }> {
    await mustSeeCare(tx, this.people, caseId);
    const { purpose, decision, language } = consent;
    const recipientId = consent.recipientId ?? null;
    const explainedBy = consent.explainedById ?? tx.actor.userId;
    if (!isCode('languages', language)) {
      throw new DomainError('invalid', 'common.not_choice', {}, 'language');
    }
    await mustExist(tx, 'organisations', recipientId, 'recipientId');
    await mustExist(tx, 'users', explainedBy, 'explainedById');
    const before = await consentsOf(tx, caseId);
    const at = consent.at ? new Date(consent.at) : afterAll(before, tx.now);
    checkConsent({ purpose, recipientId, decision, at }, before, consent.at ? tx.now : at);
    const rule = (await purposeRules(tx))[purpose];
    checkPoints(decision, consent.points ?? {}, rule);
    const untilAt =
      decision === 'given' ? endOf(at, rule.months, endOfDay(consent.until ?? null)) : null;
    const id = randomUUID();
    const decidedBy = await this.guardians.check(
      tx,
      { caseId, consentId: id },
      { purpose, decision },
      consent.guardian ?? null,
      consent.assent ?? null,
    );
    const textId = consent.textId
      ? await this.texts.read(tx, consent.textId, purpose)
      : ((await this.texts.inForce(tx, purpose, language))?.id ?? null);
    // Dependent records of other modules are ended first; shares are ended by the database.
    if (decision !== 'given') await this.endAll(tx, { caseId, purpose, recipientId });
    await insertConsent(tx, {
      id,
      case_id: caseId,
      purpose,
      recipient_id: recipientId,
      decision,
      language,
      at,
      how: consent.how,
      channel: consent.channel ?? 'in_person',
      interpreter: consent.interpreter ?? false,
      explained_by: explainedBy,
      points: JSON.stringify(consent.points ?? {}),
      until_at: untilAt,
      text_id: textId,
      guardian_relation: decidedBy.relation,
      guardian_case_id: decidedBy.caseId,
      guardian_sealed: decidedBy.sealedName,
      assent: consent.assent ?? null,
      recorded_by: tx.actor.userId,
    });
    await closeAskingTasks(tx, { caseId, purpose, recipientId }, id);
    await record(tx, { action: 'consents.record', kind: 'case', ids: [caseId], fields: [purpose] });
    return { id };
  }

  private async endAll(tx: Tx, topic: Parameters<ShareEnds['endUnder']>[1]): Promise<void> {
    for (const { kind, ids } of await this.ends.endUnder(tx, topic)) {
      await record(tx, { action: 'consents.end_share', kind, ids });
    }
  }
}

/** Now, and later than what is written already: the newest counts, also within one instant. */
const afterAll = (before: readonly Consent[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...before.map(({ at }) => at.getTime() + 1)));

function endOfDay(day: string | null): Date | null {
  if (day === null) return null;
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, 'until');
  return new Date(`${day}T23:59:59Z`);
}

async function insertConsent(tx: Tx, row: Record<string, unknown>): Promise<void> {
  const columns = Object.keys(row);
  const places = columns.map((_, place) => `$${place + 1}`);
  try {
    await tx.query(
      `INSERT INTO consents (${columns.join(', ')}) VALUES (${places.join(', ')})`,
      Object.values(row),
    );
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new DomainError('conflict', 'consents.newer_known', {}, 'at');
  }
}

/**
 * Any answer settles the question: refusing never means being refused a bed, and a consent that was
 * renewed, refused or withdrawn need not be asked about again before it ends.
 */
async function closeAskingTasks(
  tx: Tx,
  { caseId, purpose, recipientId }: Parameters<ShareEnds['endUnder']>[1],
  answer: string,
): Promise<void> {
  if (purpose === 'shelter') {
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $2
        WHERE kind = 'consent' AND case_id = $1 AND done_at IS NULL`,
      [caseId, tx.actor.userId],
    );
  }
  await tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = $2
      WHERE kind = 'consent_expires' AND case_id IN (SELECT mawa_files($1)) AND done_at IS NULL AND subject_id IN (
        SELECT id FROM consents WHERE case_id IN (SELECT mawa_files($1)) AND purpose = $3
           AND recipient_id IS NOT DISTINCT FROM $4 AND id <> $5)`,
    [caseId, tx.actor.userId, purpose, recipientId, answer],
  );
}

async function mustExist(
  tx: Tx,
  table: 'organisations' | 'users',
  id: string | null,
  field: string,
): Promise<void> {
  if (id === null) return;
  const condition = table === 'users' ? 'active AND NOT system' : 'active';
  const rows = await tx.query(`SELECT 1 FROM ${table} WHERE id = $1 AND ${condition}`, [id]);
  if (rows.length === 0) throw new DomainError('invalid', 'common.not_choice', {}, field);
}
