import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../audit';
import { allowedParts, CaseTabs, CaseTimeline, People, type TimelineEntry } from '../beneficiaries';
import { isCode } from '../reference-lists';
import { once } from '../../src/database/once';
import { Transactions, type Tx } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { translate } from '../../src/web/i18n';
import { checkConsent, standing, type Decision, type How, type Purpose } from './consents.rules';

export interface NewConsent {
  readonly purpose: Purpose;
  /** With whom it is shared or for whom it counts; null for the programme itself. */
  readonly recipientId?: string | null;
  readonly decision: Decision;
  readonly how: How;
  /** Code of the list languages: in which it was explained. */
  readonly language: string;
  /** Who explained it; whoever records it where left out. */
  readonly explainedById?: string | null;
  /** An instant; now where left out. */
  readonly at?: string | null;
}

export interface Consent {
  readonly id: string;
  readonly purpose: Purpose;
  readonly recipientId: string | null;
  readonly recipient: string | null;
  readonly decision: Decision;
  readonly how: How;
  readonly language: string;
  readonly explainedBy: string;
  readonly at: Date;
}

@Injectable()
export class Consents implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
  ) {}

  onModuleInit(): void {
    this.timeline.add(onTheTimeline);
    this.tabs.add({
      key: 'consents',
      label: 'consents:tab',
      icon: 'checks',
      permission: 'consents:record',
      part: 'care',
      order: 20,
    });
  }

  /** What counts now, and all that was ever said, oldest first. */
  list(actor: Actor, caseId: string): Promise<{ standing: Consent[]; history: Consent[] }> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustSeeCare(tx, caseId);
      const history = await consentsOf(tx, caseId);
      return { standing: standing(history), history };
    });
  }

  record(
    actor: Actor,
    caseId: string,
    consent: NewConsent,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.run(
      actor,
      (tx) =>
        once(tx, 'consents.record', { caseId, ...consent }, () =>
          this.recordIn(tx, caseId, consent),
        ),
      requestId,
    );
  }

  async recordIn(tx: Tx, caseId: string, consent: NewConsent): Promise<{ id: string }> {
    await this.mustSeeCare(tx, caseId);
    const { purpose, decision, how, language } = consent;
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
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO consents (case_id, purpose, recipient_id, decision, how, language, explained_by, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [caseId, purpose, recipientId, decision, how, language, explainedBy, at],
    );
    // Refusing settles the question as well: refusing never means being refused a bed.
    if (purpose === 'shelter') await closeConsentTasks(tx, caseId);
    await record(tx, { action: 'consents.record', kind: 'case', ids: [caseId], fields: [purpose] });
    return row!;
  }

  private async mustSeeCare(tx: Tx, caseId: string): Promise<void> {
    await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
  }
}

/** Now, and later than what is written already: the newest counts, also within one instant. */
const afterAll = (before: readonly Consent[], now: Date): Date =>
  new Date(Math.max(now.getTime(), ...before.map(({ at }) => at.getTime() + 1)));

const consentsOf = (tx: Tx, caseId: string): Promise<Consent[]> =>
  tx.query<Consent>(
    `SELECT c.id, c.purpose, c.recipient_id AS "recipientId", o.name AS recipient, c.decision,
            c.how, c.language, u.name AS "explainedBy", c.at
       FROM consents c JOIN users u ON u.id = c.explained_by
       LEFT JOIN organisations o ON o.id = c.recipient_id
      WHERE c.case_id = $1 ORDER BY c.at, c.id`,
    [caseId],
  );

const closeConsentTasks = (tx: Tx, caseId: string) =>
  tx.query(
    `UPDATE tasks SET done_at = mawa_now(), done_by = $2
      WHERE kind = 'consent' AND case_id = $1 AND done_at IS NULL`,
    [caseId, tx.actor.userId],
  );

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

async function onTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const consents = await consentsOf(tx, caseId);
  return consents.map(({ purpose, decision, recipient, explainedBy, at }) => ({
    kind: 'consent',
    at,
    by: explainedBy,
    sentence: (language) =>
      translate(language, `consents:timeline.${decision}${recipient ? '_to' : ''}`, {
        what: translate(language, `consents:purpose.${purpose}`),
        recipient,
      }),
  }));
}
