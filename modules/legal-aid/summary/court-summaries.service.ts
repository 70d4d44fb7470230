import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record, Refusals } from '../../audit';
import { displayName, type Identity, PersonRecords, ShowIdentity } from '../../beneficiaries';
import { type HiddenContact, type HiddenKind, HiddenPlaces } from '../../disclosure';
import { labelOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { formatDate, formatMoney } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { sealedAddressOf } from '../sealed-fields.data';
import {
  type LegalFileOfPerson,
  type Proceeding,
  ReadLegal,
} from '../proceedings/read-legal.service';
import { type SummaryDocument, textsOf } from './summary-document.rules';
import { colonOf, joinWords } from '../../platform/shared/punctuation.words';

export interface NewSummary {
  readonly language: Language;
  readonly withName: boolean;
  /** Text by the author. */
  readonly text: string;
}

/**
 * The paper for a court. It is made of the legal file and the identity alone, its texts are compared
 * with every house and with how the person is reached, and it is kept as it was handed over.
 */
@Injectable()
export class CourtSummaries {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly read: ReadLegal,
    private readonly identity: ShowIdentity,
    private readonly places: HiddenPlaces,
    private readonly refusals: Refusals,
  ) {}

  async make(
    actor: Actor,
    caseId: string,
    proceedingId: string,
    given: NewSummary,
  ): Promise<{ id: string }> {
    const id = randomUUID();
    const { document, contact, file } = await this.transactions.run(actor, async (tx) => {
      await this.records.mustWrite(tx, caseId);
      return this.compose(tx, { id, caseId, proceedingId }, given);
    });
    await this.mustNotRevealShelter(actor, { id, file, texts: textsOf(document), contact });
    await this.transactions.run(actor, async (tx) => {
      const content = await this.records.sealed(
        tx,
        file,
        sealedAddressOf.summary(id),
        JSON.stringify(document),
      );
      await tx.query(
        'INSERT INTO court_summaries (id, proceeding_id, case_id, language, content) VALUES ($1, $2, $3, $4, $5)',
        [id, proceedingId, file, given.language, content],
      );
      await record(tx, {
        action: 'legal.make_summary',
        kind: 'case',
        ids: [file, id],
        fields: given.withName ? ['name'] : [],
      });
    });
    return { id };
  }

  /** Refuses a text that discloses a shelter, and records the refusal in the writer's name. */
  private async mustNotRevealShelter(
    actor: Actor,
    note: { id: string; file: string; texts: string[]; contact: HiddenContact },
  ): Promise<void> {
    const outgoing = { kind: 'court_summary', id: note.id } as const;
    const hit = await this.places.findDisclosure(actor, outgoing, note.texts, note.contact);
    if (!hit) return;
    const refused = { action: 'legal.summary_refused', kind: 'case', ids: [note.file] };
    await this.refusals.write(actor, actor.userId, { ...refused, outcome: 'refused' });
    throw FORBIDDEN_CONTENT_ERRORS[hit]();
  }

  /** As it was handed over; each reading is recorded. */
  show(actor: Actor, caseId: string, id: string): Promise<SummaryDocument> {
    return this.transactions.run(actor, async (tx) => {
      await this.records.mustRead(tx, caseId);
      const [row] = await tx.query<{ caseId: string; content: Buffer }>(
        `SELECT case_id AS "caseId", content FROM court_summaries WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
        [caseId, id],
      );
      if (!row) throw notFound();
      const place = sealedAddressOf.summary(id);
      const [text] = await this.records.opened(tx, [
        { caseId: row.caseId, place, sealed: row.content },
      ]);
      if (!text) throw notFound();
      await record(tx, { action: 'legal.read_summary', kind: 'case', ids: [row.caseId, id] });
      return JSON.parse(text) as SummaryDocument;
    });
  }

  private async compose(
    tx: Tx,
    { id: summaryId, caseId, proceedingId }: { id: string; caseId: string; proceedingId: string },
    given: NewSummary,
  ) {
    const file = await this.read.ofIn(tx, caseId);
    const proceeding = file.proceedings.find(({ id }) => id === proceedingId);
    if (!proceeding) throw notFound();
    const identity = await this.identity.runIn(tx, caseId, ['identity', 'contact', 'safe_contact']);
    if (identity.safeContact === undefined || identity.contact === undefined) {
      // Names that cannot be read cannot be excluded from the text.
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    const secret = file.measures.some(
      ({ kind, state }) => kind === 'identity_hidden' && state === 'granted',
    );
    if (secret && given.withName) {
      throw new DomainError('invalid', 'legal.name_is_secret', {}, 'withName');
    }
    return {
      file: proceeding.caseId,
      contact: contactOf(identity),
      document: {
        ...documentOf(tx, file, proceeding, identity, given),
        // Reference of this document only, not the case number.
        reference: summaryId.slice(0, 8).toUpperCase(),
      },
    };
  }
}

const refusal = (code: string) => () => new DomainError('invalid', code, {}, 'text');
/** Errors by kind of forbidden content; they never name the words. */
const FORBIDDEN_CONTENT_ERRORS: Readonly<Record<HiddenKind, () => DomainError>> = {
  place: refusal('legal.summary_tells.place'),
  safe_contact: refusal('legal.summary_tells.safe_contact'),
  phone: refusal('legal.summary_tells.phone'),
};

/** How she is reached is compared and never written. */
const contactOf = ({ safeContact, contact }: Identity): HiddenContact => ({
  phones: contact?.phone ? [contact.phone] : [],
  words: [safeContact?.safeTimes, safeContact?.mustNotKnow, safeContact?.callerName].filter(
    (words): words is string => !!words,
  ),
});

function documentOf(
  tx: Tx,
  { person, measures, wordsOf }: LegalFileOfPerson,
  proceeding: Proceeding,
  { names, birthDate }: Identity,
  { language, withName, text }: NewSummary,
): Omit<SummaryDocument, 'reference'> {
  const words = (key: string) => translate(language, `legal:${key}`);
  const lawyer = proceeding.contacts.find(({ role, endedAt }) => role === 'lawyer' && !endedAt);
  return {
    language,
    madeOn: tx.today,
    by: tx.actor.name,
    court: proceeding.court?.[language] ?? null,
    kind: words(`kind.${proceeding.kind}`),
    prosecutorFile: proceeding.prosecutorFile,
    courtFile: proceeding.courtFile,
    name: withName && names ? displayName(names) : null,
    birth:
      withName && birthDate ? formatDate(birthDate, language) : birthYearLabel(person, language),
    nationality: person.nationality && labelOf('nationalities', person.nationality, language),
    servedWith: lawyer ? joinWords([lawyer.name, lawyer.organisation], language) : null,
    stages: proceeding.steps.map(({ to, on }) => ({ on, text: words(`proceeding_state.${to}`) })),
    hearings: proceeding.hearings.map(({ day, kind, state }) => ({
      on: day,
      text: `${words(`hearing_kind.${kind}`)} · ${words(`hearing_state.${state}`)}`,
    })),
    measures: measures
      .filter(({ proceedingId }) => proceedingId === null || proceedingId === proceeding.id)
      .map(({ kind, kindVersion: version, state, untilOn, steps }) => ({
        on: steps.findLast(({ from, to }) => from !== to)?.on ?? null,
        text: [
          wordsOf({ list: 'protection_measures', version, code: kind }, language),
          words(`measure_state.${state}`),
          ...(state === 'granted' && untilOn
            ? [translate(language, 'legal:until', { day: untilOn })]
            : []),
        ].join(' · '),
      })),
    orders: proceeding.orders.map(({ kind, kindVersion: version, state, madeOn }) => ({
      on: madeOn,
      text: `${wordsOf({ list: 'court_order_kinds', version, code: kind }, language)} · ${words(`order_state.${state}`)}`,
    })),
    compensation: proceeding.amounts
      .filter(({ retractedAt }) => retractedAt === null)
      .map(({ what, amount, currency, on }) => ({
        on,
        text: `${words(`amount.${what}`)}${colonOf(language)}${formatMoney(amount, currency, language)}`,
      })),
    paragraphs: text
      .split(/\r?\n\s*\r?\n/)
      .map((one) => one.trim())
      .filter((one) => one !== ''),
  };
}

const birthYearLabel = (
  { birthYear }: { readonly birthYear: number | null },
  language: Language,
): string | null =>
  birthYear === null
    ? null
    : translate(language, 'legal:summary.born_in', { year: String(birthYear) });
