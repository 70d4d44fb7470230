import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { PersonRecords, type PersonRow } from '../../beneficiaries';
import { Lists, type WordsOf } from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { loadTransitions } from './legal-steps.queries';
import { sealedAddressOf } from '../sealed-fields.data';
import {
  accusedOf,
  type AccusedRow,
  type AmountRow,
  amountsOf,
  type ContactRow,
  contactsOf,
  type HearingRow,
  hearingsOf,
  type MeasureRow,
  measuresOf,
  type OrderRow,
  ordersOf,
  type ProceedingRow,
  proceedingsOf,
  type StepRow,
  stepsOf,
  summariesOf,
  type SummaryRow,
} from './proceedings.queries';
import type { SealedFieldAddress } from '../../platform/shared/seal';

type WithTexts<R, K extends keyof R> = Omit<R, K> & { readonly [F in K]: string | null };

export type LegalStep = WithTexts<StepRow, 'note'>;
export type Contact = WithTexts<ContactRow, 'name' | 'phone'>;
export type Hearing = WithTexts<HearingRow, 'place' | 'note'> & {
  readonly steps: readonly LegalStep[];
  readonly next: readonly string[];
};
export type Measure = MeasureRow & {
  readonly steps: readonly LegalStep[];
  readonly next: readonly string[];
};
export type Order = WithTexts<OrderRow, 'text'> & {
  readonly steps: readonly LegalStep[];
  readonly next: readonly string[];
  readonly overdue: boolean;
};

export interface Proceeding extends WithTexts<ProceedingRow, 'prosecutorFile' | 'courtFile'> {
  readonly steps: readonly LegalStep[];
  readonly next: readonly string[];
  readonly contacts: readonly Contact[];
  readonly hearings: readonly Hearing[];
  readonly orders: readonly Order[];
  readonly amounts: readonly AmountRow[];
  readonly accused: readonly AccusedRow[];
  readonly summaries: readonly SummaryRow[];
}

export interface LegalFileOfPerson {
  readonly person: PersonRow;
  readonly proceedings: readonly Proceeding[];
  readonly measures: readonly Measure[];
  readonly mayWrite: boolean;
  readonly today: CivilDate;
  readonly wordsOf: WordsOf;
}

/** The legal file of a person, with what is sealed opened; each reading is recorded. */
@Injectable()
export class ReadLegal {
  constructor(
    private readonly transactions: Transactions,
    private readonly records: PersonRecords,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, caseId: string): Promise<LegalFileOfPerson> {
    return this.transactions.run(actor, (tx) => this.ofIn(tx, caseId));
  }

  one(
    actor: Actor,
    caseId: string,
    id: string,
  ): Promise<LegalFileOfPerson & { readonly proceeding: Proceeding }> {
    return this.transactions.run(actor, async (tx) => {
      const file = await this.ofIn(tx, caseId);
      const proceeding = file.proceedings.find((one) => one.id === id);
      if (!proceeding) throw notFound();
      return { ...file, proceeding };
    });
  }

  async ofIn(tx: Tx, caseId: string): Promise<LegalFileOfPerson> {
    const person = await this.records.mustRead(tx, caseId);
    const rows = await proceedingsOf(tx, caseId);
    const measures = await measuresOf(tx, caseId);
    const steps = await this.withText(tx, await stepsOf(tx, caseId), {
      note: sealedAddressOf.stepNote,
    });
    const next = await loadTransitions(tx);
    const stepsIn = (recordId: string) => steps.filter((one) => one.recordId === recordId);
    const proceedings = await this.whole(tx, caseId, rows, stepsIn, next);
    const chosen = [
      ...measures.map(({ kind, kindVersion }) =>
        listItem('protection_measures', kindVersion, kind),
      ),
      ...proceedings.flatMap(({ orders }) =>
        orders.map(({ kind, kindVersion }) => listItem('court_order_kinds', kindVersion, kind)),
      ),
    ];
    const wordsOf = await this.lists.words(tx, chosen);
    if (rows.length + measures.length > 0) {
      await record(tx, {
        action: 'legal.read',
        kind: 'case',
        ids: [caseId, ...rows.map(({ id }) => id)],
      });
    }
    return {
      person,
      proceedings,
      wordsOf,
      today: tx.today,
      measures: measures.map((one) => ({
        ...one,
        steps: stepsIn(one.id),
        next: next('measure', 'any', one.state),
      })),
      mayWrite: await this.records.writes(tx, caseId),
    };
  }

  private async whole(
    tx: Tx,
    caseId: string,
    rows: readonly ProceedingRow[],
    stepsIn: (recordId: string) => LegalStep[],
    next: Awaited<ReturnType<typeof loadTransitions>>,
  ): Promise<Proceeding[]> {
    if (rows.length === 0) return [];
    const own = await this.withText(tx, rows, {
      prosecutorFile: sealedAddressOf.prosecutorFile,
      courtFile: sealedAddressOf.courtFile,
    });
    const contacts = await this.withText(tx, await contactsOf(tx, caseId), {
      name: sealedAddressOf.contactName,
      phone: sealedAddressOf.contactPhone,
    });
    const hearings = await this.withText(tx, await hearingsOf(tx, caseId), {
      place: sealedAddressOf.hearingPlace,
      note: sealedAddressOf.hearingNote,
    });
    const orders = await this.withText(tx, await ordersOf(tx, caseId), {
      text: sealedAddressOf.orderText,
    });
    const amounts = await amountsOf(tx, caseId);
    const accused = await accusedOf(tx, caseId);
    const summaries = await summariesOf(tx, caseId);
    return own.map((one) => {
      const mine = <R extends { proceedingId: string }>(all: readonly R[]): R[] =>
        all.filter(({ proceedingId }) => proceedingId === one.id);
      return {
        ...one,
        steps: stepsIn(one.id),
        next: next('proceeding', one.track, one.state),
        contacts: mine(contacts),
        hearings: mine(hearings).map((each) => ({
          ...each,
          steps: stepsIn(each.id),
          next: next('hearing', 'any', each.state),
        })),
        orders: mine(orders).map((each) => ({
          ...each,
          steps: stepsIn(each.id),
          next: next('order', 'any', each.state),
          overdue: each.state === 'made' && each.dueOn !== null && each.dueOn < tx.today,
        })),
        amounts: mine(amounts),
        accused: mine(accused),
        summaries: mine(summaries),
      };
    });
  }

  /** Rows with these sealed columns opened. */
  private async withText<R extends { id: string; caseId: string }, K extends keyof R & string>(
    tx: Tx,
    rows: readonly R[],
    columns: Readonly<Record<K, (id: string) => SealedFieldAddress>>,
  ): Promise<WithTexts<R, K>[]> {
    const names = Object.keys(columns) as K[];
    const texts = await this.records.opened(
      tx,
      rows.flatMap((row) =>
        names.map((name) => ({
          caseId: row.caseId,
          place: columns[name](row.id),
          sealed: row[name] as Buffer | null,
        })),
      ),
    );
    return rows.map(
      (row, place) =>
        ({
          ...row,
          ...Object.fromEntries(
            names.map((name, column) => [name, texts[place * names.length + column] ?? null]),
          ),
        }) as WithTexts<R, K>,
    );
  }
}

const listItem = (
  list: 'protection_measures' | 'court_order_kinds',
  version: number,
  code: string,
) => ({ list, version, code });
