import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../audit';
import { Lists } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { translate } from '../platform/web/i18n';
import {
  LinkPages,
  type LinkSheet,
  type PartnerAnswer,
  type PartnerProgress,
} from './links/link-pages.service';
import { translateReferralErrors } from './referral.errors';
import {
  isFollowed,
  type ReferralOutcome,
  type ReferralState,
  type ReferralUrgency,
  awaitsAnswer,
} from './referral-states.rules';
import type { Sheet } from './sheet.rules';
import { sheetModel } from './sheet.view';
import { ReferralSheets } from './referral-sheets.service';

/** As a partner knows it: no person, no file. */
export interface ReceivedReferral {
  readonly id: string;
  readonly reference: string;
  readonly service: string;
  readonly listVersion: number;
  readonly urgency: ReferralUrgency;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly state: ReferralState;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: ReferralOutcome | null;
  readonly live: boolean;
  /** In each language. */
  readonly what: Readonly<Record<Language, string>>;
}

export interface ReceivedList {
  /** Those that have not ended first, by their day; then the others, the newest first. */
  readonly referrals: readonly ReceivedReferral[];
  /** Older ones, which are left out. */
  readonly older: boolean;
}

/** What one list shows; partner_referrals answers one more. */
const MAX_LISTED = 200;

/** Actions of the receiving partner, signed in or by a link, with the same rules. */
@Injectable()
export class ReceivedReferrals implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
    private readonly sheets: ReferralSheets,
    private readonly pages: LinkPages,
  ) {}

  onModuleInit(): void {
    this.pages.add({
      kind: 'referral',
      show: (tx, { subjectId }, language) => this.sheetOfLink(tx, subjectId, language),
      answer: (tx, { subjectId }, said) => this.answerIn(tx, subjectId, said),
      news: (tx, { subjectId }, said) => this.newsIn(tx, subjectId, said),
      ask: (tx, { subjectId }, question) => this.askIn(tx, subjectId, question),
    });
  }

  list(actor: Actor): Promise<ReceivedList> {
    return this.transactions.run(actor, async (tx) => {
      const all = await this.received(tx, null);
      const referrals = all.slice(0, MAX_LISTED);
      await record(tx, {
        action: 'referrals.list_received',
        kind: 'referral',
        ids: referrals.map(({ id }) => id),
      });
      return { referrals, older: all.length > MAX_LISTED };
    });
  }

  /** Opened by the partner: it is seen, and that is a row of the audit. */
  open(actor: Actor, id: string): Promise<ReceivedReferral & { readonly sheet: Sheet | null }> {
    return this.transactions.run(actor, (tx) => this.openIn(tx, id));
  }

  answer(actor: Actor, id: string, said: PartnerAnswer): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.one(tx, id);
      await this.answerIn(tx, id, said);
    });
  }

  news(actor: Actor, id: string, said: PartnerProgress): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.one(tx, id);
      await this.newsIn(tx, id, said);
    });
  }

  /** Asks the sender a question; the sender gets a task and answers outside of Mawa. */
  ask(actor: Actor, id: string, question: string): Promise<void> {
    return this.transactions.run(actor, (tx) => this.askIn(tx, id, question));
  }

  /** For a form of the partner's, in its language. */
  async reasonsIn(tx: Tx, language: Language): Promise<{ value: string; label: string }[]> {
    const { referral_declines: edition } = await this.lists.inForce(tx, ['referral_declines']);
    return edition.items
      .filter(({ retired }) => !retired)
      .map(({ code, labels }) => ({ value: code, label: labels[language] }));
  }

  private async openIn(
    tx: Tx,
    id: string,
  ): Promise<ReceivedReferral & { readonly sheet: Sheet | null }> {
    const before = await this.one(tx, id);
    await refuseProgram(tx);
    // Read again after the step: another may have opened or answered it meanwhile.
    const opened = before.state === 'sent' ? await this.markSeen(tx, id) : before;
    const sheet = await this.sheets.copy(tx, id);
    await record(tx, {
      action: 'referrals.open_received',
      kind: 'referral',
      ids: [id],
      fields: Object.keys(sheet ?? {}),
    });
    return { ...opened, sheet };
  }

  private async sheetOfLink(tx: Tx, id: string, language: Language): Promise<LinkSheet> {
    const { sheet, ...one } = await this.openIn(tx, id);
    const words = (key: string) => translate(language, `referrals:${key}`);
    const asks = awaitsAnswer(one.state) ? 'answer' : isFollowed(one.state) ? 'news' : 'nothing';
    return {
      asks,
      begun: one.state === 'in_progress',
      reference: one.reference,
      what: one.what[language],
      dueAt: awaitsAnswer(one.state) ? one.dueAt : null,
      answeredAt: one.endedAt ?? one.answeredAt,
      answered: awaitsAnswer(one.state) ? null : words(`link.answered.${one.outcome ?? one.state}`),
      sections: sheet ? sheetModel(sheet, language) : [],
      reasons: asks === 'answer' ? await this.reasonsIn(tx, language) : [],
    };
  }

  private async answerIn(
    tx: Tx,
    id: string,
    { answer, reason, note }: PartnerAnswer,
  ): Promise<void> {
    const declined = answer === 'declined';
    if (declined && !reason) {
      throw new DomainError('invalid', 'referrals.reason_missing', {}, 'reason');
    }
    const version = declined
      ? await this.lists.chosenFrom(tx, 'referral_declines', reason!, 'reason')
      : null;
    const why = declined ? reason! : null;
    await translateReferralErrors(this.step(tx, id, { to: answer, reason: why, version, note }));
  }

  private async newsIn(tx: Tx, id: string, { news, times, note }: PartnerProgress): Promise<void> {
    const [to, outcome] = news === 'attended' ? ['in_progress', null] : ['closed', news];
    await translateReferralErrors(this.step(tx, id, { to, outcome, times, note }));
  }

  private async askIn(tx: Tx, id: string, question: string): Promise<void> {
    const { state } = await this.one(tx, id);
    if (state === 'sent') await this.markSeen(tx, id);
    await translateReferralErrors(this.step(tx, id, { to: 'question', note: question }));
  }

  private async markSeen(tx: Tx, id: string): Promise<ReceivedReferral> {
    await translateReferralErrors(this.step(tx, id, { to: 'seen' }));
    return this.one(tx, id);
  }

  private async step(
    tx: Tx,
    id: string,
    step: {
      to: string;
      reason?: string | null;
      version?: number | null;
      outcome?: string | null;
      times?: number | null;
      note?: string | null;
    },
  ): Promise<void> {
    const stepId = randomUUID();
    const note = step.note?.trim() ? await this.sealed(tx, id, stepId, step.note) : null;
    const [taken] = await tx.query<{ taken: boolean | null }>(
      'SELECT partner_step($1, $2, $3, $4, $5, $6, $7, $8) AS taken',
      [
        stepId,
        id,
        step.to,
        step.reason ?? null,
        step.version ?? null,
        step.outcome ?? null,
        step.times ?? null,
        note,
      ],
    );
    if (taken?.taken === null) return;
    if (!taken?.taken) throw notFound();
    await record(tx, {
      action: `referrals.${step.to}_by_partner`,
      kind: 'referral',
      ids: [id],
      fields: note ? ['note'] : [],
    });
  }

  /** The key lasts as long as the partner's copy; for a later answer there is none. */
  private async sealed(tx: Tx, id: string, stepId: string, note: string): Promise<Buffer | null> {
    const [copy] = await tx.query('SELECT 1 FROM referral_sheets WHERE referral_id = $1', [id]);
    if (!copy) {
      await refuseProgram(tx);
      throw new DomainError('conflict', 'referrals.not_now');
    }
    return this.sheets.sealNote(tx, id, stepId, note);
  }

  private async one(tx: Tx, id: string): Promise<ReceivedReferral> {
    const [row] = await this.received(tx, id);
    if (!row) throw notFound();
    return row;
  }

  private async received(tx: Tx, id: string | null): Promise<ReceivedReferral[]> {
    const rows = await tx.query<Omit<ReceivedReferral, 'what'>>(
      'SELECT * FROM partner_referrals($1)',
      [id],
    );
    const list = 'referral_services' as const;
    const chosen = rows.map(({ service: code, listVersion: version }) => ({ list, code, version }));
    const words = await this.lists.words(tx, chosen);
    return rows.map((row, place) => ({
      ...row,
      what: {
        fr: words(chosen[place]!, 'fr'),
        ar: words(chosen[place]!, 'ar'),
        en: words(chosen[place]!, 'en'),
      },
    }));
  }
}

/** Its account sees the list and answers; what was shared of a person, and its key, are for people (partner_reads_sheet). */
async function refuseProgram(tx: Tx): Promise<void> {
  if (!tx.actor.token) return;
  const [program] = await tx.query('SELECT 1 FROM users WHERE id = $1 AND service', [
    tx.actor.userId,
  ]);
  if (program) throw new DomainError('forbidden', 'referrals.not_by_program');
}
