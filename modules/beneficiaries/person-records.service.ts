import { randomUUID } from 'node:crypto';
import type { FactoryProvider } from '@nestjs/common';
import type { CasePart } from '../access';
import { record } from '../audit';
import type { constraintTranslator } from '../platform/database/constraint-errors';
import { insertRow, type InsertedRow } from '../platform/database/insert-row';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { sealedColumn, type SealedFieldAddress } from '../platform/shared/seal';
import { CaseSeals } from './case-seals.service';
import { partsWrittenBy, type PersonRow } from './people.queries';
import { People } from './people.service';
import { allowedParts } from './show-identity.service';

type Parts = readonly [CasePart, ...CasePart[]];

interface PersonRecordsOptions {
  /** All of them are needed to read; the first is the one that is written. */
  readonly parts: Parts;
  readonly translate: ReturnType<typeof constraintTranslator>;
}

/**
 * Who may read and write what a module keeps of a person, and how its rows are written. Each module provides one of
 * its own: `PersonRecords.of({ parts: ['care'], translate })`.
 */
export class PersonRecords {
  static of(options: PersonRecordsOptions): FactoryProvider<PersonRecords> {
    return {
      provide: PersonRecords,
      inject: [Transactions, People, CaseSeals],
      useFactory: (transactions: Transactions, people: People, seals: CaseSeals) =>
        new PersonRecords(transactions, people, seals, options),
    };
  }

  private constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly seals: CaseSeals,
    private readonly options: PersonRecordsOptions,
  ) {}

  run<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.transactions.run(actor, work);
  }

  once<T extends object>(
    actor: Actor,
    useCase: string,
    body: object,
    requestId: string | null,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    return this.transactions.once(actor, { useCase, body, requestId }, work);
  }

  /** Throws "not found" if the actor may not see the person, "forbidden" if the actor may not see these parts. */
  async mustRead(tx: Tx, caseId: string, parts: Parts = this.options.parts): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, parts)).length < parts.length) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  async mustWrite(tx: Tx, caseId: string, part?: CasePart): Promise<void> {
    await this.mustRead(tx, caseId, part && [part]);
    if (!(await this.writes(tx, caseId, part))) throw notYoursToChange();
  }

  async writes(tx: Tx, caseId: string, part = this.options.parts[0]): Promise<boolean> {
    return (await partsWrittenBy(tx, caseId)).includes(part);
  }

  async mustAccompany(tx: Tx, caseId: string): Promise<void> {
    await this.mustWrite(tx, caseId);
    await this.mustHold(tx, caseId);
  }

  async accompanies(tx: Tx, caseId: string): Promise<boolean> {
    return (await this.writes(tx, caseId)) && (await this.holds(tx, caseId));
  }

  /** Who accompanies the person, not who opened the file in an emergency. */
  async mustHold(tx: Tx, caseId: string): Promise<void> {
    if (!(await this.holds(tx, caseId))) throw notYoursToChange();
  }

  private async holds(tx: Tx, caseId: string): Promise<boolean> {
    const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
      caseId,
    ]);
    return row!.holds;
  }

  /** A row of this case or of one joined to it, with the case under whose key its texts are sealed. */
  async find<R extends object = object>(
    tx: Tx,
    table: string,
    caseId: string,
    id: string,
    columns = '',
  ): Promise<R & { readonly id: string; readonly caseId: string }> {
    const [row] = await tx.query<R & { readonly id: string; readonly caseId: string }>(
      `SELECT id, case_id AS "caseId"${columns && `, ${columns}`} FROM ${table}
        WHERE id = $2 AND case_id = ANY (ARRAY(SELECT mawa_files($1)))`,
      [caseId, id],
    );
    if (!row) throw notFound();
    return row;
  }

  /** A row with its note sealed under the person's key. */
  async insert(
    tx: Tx,
    table: string,
    caseId: string,
    row: InsertedRow,
    note: string | null = null,
  ): Promise<string> {
    const id = randomUUID();
    const sealed = await this.sealed(tx, caseId, sealedColumn(table)(id), note);
    const all = { id, case_id: caseId, ...row, ...(sealed && { note: sealed }) };
    await this.options.translate(insertRow(tx, table, all));
    return id;
  }

  /** Null where nothing was written. */
  async sealed(
    tx: Tx,
    caseId: string,
    place: SealedFieldAddress,
    text?: string | null,
  ): Promise<Buffer | null> {
    const written = text?.trim();
    return written ? this.seals.sealText(tx, caseId, place, written) : null;
  }

  /** In the order asked for; what was not written or is not for the actor is null. */
  async opened(
    tx: Tx,
    texts: readonly { caseId: string; place: SealedFieldAddress; sealed: Buffer | null }[],
  ): Promise<(string | null)[]> {
    const there = texts.flatMap(({ sealed, ...one }) => (sealed ? [{ ...one, sealed }] : []));
    const opened = await this.seals.openTexts(tx, there);
    let at = 0;
    return texts.map(({ sealed }) => (sealed ? (opened[at++] ?? null) : null));
  }

  /** Rows with their note opened; what is not for the actor stays closed. */
  async withNotes<R extends { id: string; caseId: string; note: Buffer | null }>(
    tx: Tx,
    table: string,
    rows: readonly R[],
  ): Promise<(Omit<R, 'note'> & { readonly note: string | null })[]> {
    const addressOf = sealedColumn(table);
    const notes = await this.opened(
      tx,
      rows.map(({ id, caseId, note }) => ({ caseId, place: addressOf(id), sealed: note })),
    );
    return rows.map((row, place) => ({ ...row, note: notes[place] ?? null }));
  }

  record(tx: Tx, action: string, ids: readonly string[], fields: string[] = []): Promise<void> {
    return record(tx, { action, kind: 'case', ids: [...ids], fields });
  }
}

const notYoursToChange = () => new DomainError('forbidden', 'people.not_yours_to_change');
