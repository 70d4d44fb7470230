import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SealedFieldAddress } from '../access';
import { record } from '../audit';
import { allowedParts, CaseSeals, partsWrittenBy, People, type PersonRow } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import type { State } from './enrolments/enrolment-states.rules';
import { translateTrainingErrors } from './training.errors';

export interface EnrolmentHead {
  readonly id: string;
  /** The file under whose key its texts stand. */
  readonly caseId: string;
  readonly sessionId: string;
  readonly state: State;
}

type Row = Readonly<Record<string, unknown>>;

/** Where each sealed text stands: moved to another row or table it does not open. */
export const sealedNoteAddress =
  (table: string, column = 'note') =>
  (row: string): SealedFieldAddress => ({ table, column, row });

/** Who may read and write the training of a person, and how its rows are written. */
@Injectable()
export class TrainingRecords {
  constructor(
    private readonly people: People,
    private readonly seals: CaseSeals,
  ) {}

  /** "Not found" for an actor who does not see the person; refused for one who does not see the part `care`. */
  async mustRead(tx: Tx, caseId: string): Promise<PersonRow> {
    const person = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['care'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return person;
  }

  /** By who accompanies the person, not by an emergency opening. */
  async mustAccompany(tx: Tx, caseId: string): Promise<void> {
    await this.mustRead(tx, caseId);
    if (!(await this.accompanies(tx, caseId))) {
      throw new DomainError('forbidden', 'people.not_yours_to_change');
    }
  }

  async accompanies(tx: Tx, caseId: string): Promise<boolean> {
    if (!(await partsWrittenBy(tx, caseId)).includes('care')) return false;
    const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
      caseId,
    ]);
    return row!.holds;
  }

  /** An enrolment of this very file or of one joined to it. */
  async enrolment(tx: Tx, caseId: string, id: string): Promise<EnrolmentHead> {
    const [row] = await tx.query<EnrolmentHead>(
      `SELECT id, case_id AS "caseId", session_id AS "sessionId", state FROM training_enrolments
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
    row: Row,
    note: string | null | undefined = null,
  ): Promise<string> {
    const id = randomUUID();
    const text = note?.trim();
    const all: Row = {
      id,
      case_id: caseId,
      ...row,
      ...(text && {
        note: await this.seals.sealText(tx, caseId, sealedNoteAddress(table)(id), text),
      }),
    };
    const names = Object.keys(all);
    await translateTrainingErrors(
      tx.query(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
        Object.values(all),
      ),
    );
    return id;
  }

  /** Rows with their note opened; what is not for the actor stays closed. */
  async withNotes<R extends { id: string; caseId: string; note: Buffer | null }>(
    tx: Tx,
    table: string,
    rows: readonly R[],
  ): Promise<(Omit<R, 'note'> & { readonly note: string | null })[]> {
    const there = rows.flatMap(({ id, caseId, note }) =>
      note ? [{ caseId, place: sealedNoteAddress(table)(id), sealed: note }] : [],
    );
    const opened = await this.seals.openTexts(tx, there);
    let at = 0;
    return rows.map((row) => ({ ...row, note: row.note ? (opened[at++] ?? null) : null }));
  }

  record(tx: Tx, action: string, ids: readonly string[], fields: string[] = []): Promise<void> {
    return record(tx, { action, kind: 'case', ids: [...ids], fields });
  }
}

/** A day that exists and has come. */
export function mustNotBeInFuture(tx: Tx, day: CivilDate, field = 'on'): void {
  if (!isCivilDate(day)) throw new DomainError('invalid', 'common.not_date', {}, field);
  if (day > tx.today) throw new DomainError('invalid', 'training.in_future', {}, field);
}

/** Distinguishes two requests of one id by a digest of their bodies. */
export const idempotencyKey = (
  digest: (body: unknown) => string,
  useCase: string,
  body: object,
  requestId: string | null,
) => ({ useCase, body: digest(body), requestId });
