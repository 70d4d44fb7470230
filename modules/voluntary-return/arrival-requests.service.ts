import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../audit';
import { settingOf } from '../plans';
import { constraintOf, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';
import {
  type PartnerRequestSheet,
  type PartnerLink,
  PartnerRequests,
} from './partner-requests.service';

import { ONWARD_TRAVEL_STATES, RECEPTION_OUTCOMES, WELLBEING } from './return.rules';
import { wordsIn } from './return.view';
import { filesIn, PersonRecords } from '../beneficiaries';
import { trackForWriting } from './track-access.queries';
import type { Choice } from '../platform/web/form-fields';
import { inEachLanguage } from '../platform/shared/in-each-language';

const KIND = 'return_arrival';
const ARRIVAL_QUESTIONS = {
  received: RECEPTION_OUTCOMES,
  onward: ONWARD_TRAVEL_STATES,
  wellbeing: WELLBEING,
} as const;

interface ShareRow {
  readonly id: string;
  readonly caseId: string;
  readonly reference: string;
  readonly organisationId: string;
  readonly name: string;
  readonly language: Language;
}

/** As the partner reads it. */
interface LinkedArrival {
  readonly reference: string;
  readonly state: string;
  readonly arrivedOn: CivilDate | null;
  readonly answeredAt: Date | null;
  readonly received: string | null;
}

export interface ArrivalRequest extends PartnerLink {
  readonly reference: string;
  readonly what: Readonly<Record<Language, string>>;
  readonly dueAt: Date;
}

/** The receiving partner is asked by a signed link whether the person arrived; it answers in codes. */
@Injectable()
export class ArrivalRequests implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
    private readonly asks: PartnerRequests,
  ) {}

  onModuleInit(): void {
    this.asks.add({
      kind: KIND,
      show: (tx, _link, language) => this.sheet(tx, language),
      facts: (tx, { subjectId }, said) => this.recordAnswer(tx, subjectId, said),
    });
  }

  /** Under a share that is open; a link made before ends. */
  ask(actor: Actor, caseId: string, trackId: string, shareId: string): Promise<ArrivalRequest> {
    return this.transactions.run(actor, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      if (track.door !== 'return') throw notFound();
      if (track.state !== 'travelling' && track.state !== 'arrived') {
        throw new DomainError('conflict', 'returns.not_travelling');
      }
      const share = (await openShares(tx, track.caseId)).find(({ id }) => id === shareId);
      if (!share) throw new DomainError('invalid', 'returns.share_which', {}, 'shareId');
      const made = await this.asks.make(tx, {
        kind: KIND,
        subjectId: trackId,
        caseId: share.caseId,
        shareId,
        organisationId: share.organisationId,
        language: share.language,
      });
      await this.file.record(tx, 'returns.ask_partner', [track.caseId, track.id, shareId]);
      const days = await settingOf(tx, 'return_confirm_days', 5);
      const dueAt = new Date(tx.now.getTime() + days * 86_400_000);
      return {
        ...made,
        reference: share.reference,
        dueAt,
        what: inEachLanguage((language) => wordsIn(language)('ask.what')),
      };
    });
  }

  private async sheet(tx: Tx, language: Language): Promise<PartnerRequestSheet> {
    const words = wordsIn(language);
    const one = await linkedArrival(tx);
    const settled = one.answeredAt !== null && one.received !== 'nobody';
    const open = !settled && (one.state === 'travelling' || one.state === 'arrived');
    const choices = (name: keyof typeof ARRIVAL_QUESTIONS) =>
      ARRIVAL_QUESTIONS[name].map((value) => ({ value, label: words(`${name}.${value}`) }));
    return {
      asks: open ? 'facts' : 'nothing',
      reference: one.reference,
      what: words('ask.what'),
      dueAt: null,
      answeredAt: one.answeredAt,
      answered: one.answeredAt && words('ask.answered'),
      sections: one.arrivedOn
        ? [
            {
              title: '',
              lines: [words('ask.arrived', { day: formatDate(one.arrivedOn, language) })],
            },
          ]
        : [],
      reasons: [],
      questions: open
        ? [
            { name: 'on', label: words('ask.on'), choices: [] },
            ...(['received', 'onward', 'wellbeing'] as const).map((name) => ({
              name,
              label: words(`ask.${name}`),
              choices: choices(name),
            })),
          ]
        : [],
    };
  }

  private async recordAnswer(tx: Tx, trackId: string, said: Readonly<Record<string, string>>) {
    const wrong = [
      ...dayErrors(said.on ?? '', tx.today),
      ...Object.entries(ARRIVAL_QUESTIONS)
        .filter(([name, values]) => !(values as readonly string[]).includes(said[name] ?? ''))
        .map(([name]) => new DomainError('invalid', 'returns.ask_all', {}, name)),
    ];
    if (wrong.length > 0) throw new FieldErrors(wrong);
    const { answeredAt, received, state } = await linkedArrival(tx);
    if (answeredAt !== null && received !== 'nobody') throw notFound();
    if (state !== 'travelling' && state !== 'arrived') throw notFound();
    const id = randomUUID();
    await translateDayError(
      tx.query('SELECT record_linked_arrival($1, $2, $3, $4, $5, $6)', [
        id,
        randomUUID(),
        said.on,
        said.received,
        said.onward,
        said.wellbeing,
      ]),
    );
    await record(tx, {
      action: 'returns.arrival_by_partner',
      kind: 'return_track',
      ids: [trackId, id],
      fields: [said.received!],
    });
  }
}

/** Referrals that a link can be based on: open, for a return, on any file of this person. */
export const openShares = (tx: Tx, caseId: string): Promise<ShareRow[]> =>
  tx.query<ShareRow>(
    `SELECT s.id, s.case_id AS "caseId", s.reference, o.id AS "organisationId", localized_name(o.name, o.names) AS name, o.language
       FROM shares s JOIN organisations o ON o.id = s.recipient_id
      WHERE s.case_id = ANY (${filesIn()}) AND s.why = 'return' AND s.closed_at IS NULL AND s.until_at > mawa_now()
      ORDER BY name, s.opened_at`,
    [caseId],
  );

export const shareChoices = async (tx: Tx, caseId: string): Promise<Choice[]> =>
  (await openShares(tx, caseId)).map(({ id, name, reference }) => ({
    value: id,
    label: `${name} · ${reference}`,
  }));

async function linkedArrival(tx: Tx): Promise<LinkedArrival> {
  const [row] = await tx.query<LinkedArrival>(
    `SELECT reference, state, "arrivedOn"::text, "answeredAt", received FROM linked_arrival()`,
  );
  if (!row) throw notFound();
  return row;
}

const dayErrors = (on: string, today: string): DomainError[] => {
  const because = (code: string) => [new DomainError('invalid', code, {}, 'on')];
  if (on === '') return because('returns.ask_all');
  if (!isCivilDate(on)) return because('common.not_date');
  return on > today ? because('returns.in_future') : [];
};

/** Partners get a general error that reveals nothing about our steps. */
async function translateDayError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (constraintOf(error) !== 'return_step_in_order') throw error;
    throw new DomainError('invalid', 'returns.ask_day', {}, 'on');
  }
}
