import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { sqlState, Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { ConcurrencyLimit } from '../platform/shared/concurrency-limit';
import { type CheckedRows, checkRows, type RowError, rowErrorFormatter } from './check-rows.rules';
import type { Columns, SavedColumns } from './columns.rules';
import { knownHeadings } from './import-lists.service';
import type { ImportList, ImportProgress, ImportSource, NumberedRow } from './import-list.types';
import { readTable } from './reading/read-table.service';
import type { Encoding, Table } from './reading/table.rules';
import { RejectedRows } from './rejected-rows.errors';
import { insertRows, mustBeNew, type ImportedFile } from './runs/runs.queries';

export const digestOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** A whole list is held while it is written: two at a time in a process, the others wait. */
const concurrency = new ConcurrencyLimit(2);

/** Thrown by a dry run once all is written, so that nothing of it stays. */
class DryRunRollback extends Error {}

/** From bytes to rows, and from rows into the records of a list: tried, or done, all or nothing. */
@Injectable()
export class ImportRows {
  constructor(private readonly transactions: Transactions) {}

  parseFile(
    list: ImportList,
    bytes: Buffer,
    saved: readonly SavedColumns[] = [],
    encoding?: Encoding,
  ): Promise<Table> {
    const known = [...knownHeadings(list).keys(), ...saved.flatMap((one) => Object.keys(one))];
    return readTable(bytes, known.filter(Boolean), encoding);
  }

  async check(
    actor: Actor,
    list: ImportList,
    table: Table,
    columns: Columns,
  ): Promise<CheckedRows> {
    const today = await this.transactions.run(actor, (tx) => Promise.resolve(tx.today));
    const most = list.mostRows;
    if (most !== undefined && table.rows.length > most)
      throw new DomainError('too_large', 'imports.too_many_rows', { max: most });
    return checkRows(list, table, columns, { today, language: actor.language });
  }

  /** Runs the real import and rolls it back, so that errors of constraints are reported too. */
  async dryRun(
    actor: Actor,
    list: ImportList,
    table: Table,
    columns: Columns,
    file: ImportSource & { readonly mustBeNew?: ImportedFile },
    progress: ImportProgress = () => undefined,
  ): Promise<{ rows: number; errors: readonly RowError[] }> {
    const { rows, errors } = await this.check(actor, list, table, columns);
    const refused = await this.tryRows(actor, list, table, columns, rows, file, progress);
    return { rows: table.rows.length, errors: mergedErrors(errors, refused) };
  }

  /** Errors of the use case and of constraints for the parsed rows. */
  private async tryRows(
    actor: Actor,
    list: ImportList,
    table: Table,
    columns: Columns,
    rows: readonly NumberedRow<unknown>[],
    file: ImportSource & { readonly mustBeNew?: ImportedFile },
    progress: ImportProgress = () => undefined,
  ): Promise<readonly RowError[]> {
    if (rows.length === 0) return [];
    return concurrency.run(async () => {
      try {
        return await this.transactions.run(actor, async (tx): Promise<never> => {
          if (file.mustBeNew) await mustBeNew(tx, list.name, file.mustBeNew);
          await list.write(tx, rows, progress, file);
          throw new DryRunRollback();
        });
      } catch (error) {
        if (error instanceof DryRunRollback) return [];
        return refusedRows(error, list, table, columns, actor.language);
      }
    });
  }

  /** All rows in one transaction with `finish`, once for each request id; or what is wrong, and nothing. */
  async write<T extends object>(
    actor: Actor,
    { list, table, columns, runId }: ImportInput,
    {
      requestId,
      body,
      file,
      begin,
      finish,
      progress = () => undefined,
      leaveOut = false,
    }: ImportTransaction<T>,
  ): Promise<{ done: T } | { errors: readonly RowError[] }> {
    const checked = await this.check(actor, list, table, columns);
    const refused =
      leaveOut || checked.errors.length > 0
        ? await this.tryRows(actor, list, table, columns, checked.rows, file)
        : [];
    const errors = mergedErrors(checked.errors, refused);
    const bad = new Set(errors.map(({ row }) => row));
    const rows = checked.rows.filter(({ row }) => !bad.has(row));
    if (errors.length > 0 && (!leaveOut || bad.has(0) || rows.length === 0)) return { errors };
    return concurrency.run(async () => {
      try {
        const done = await this.transactions.once(
          actor,
          { useCase: 'imports.import', body, requestId },
          async (tx) => {
            await mustBeNew(tx, list.name, file);
            await begin(tx);
            const { written, notes = [] } = await list.write(tx, rows, progress, file);
            await insertRows(tx, runId, written);
            return finish(tx, notes, rows.length);
          },
        );
        return { done };
      } catch (error) {
        return { errors: refusedRows(error, list, table, columns, actor.language) };
      }
    });
  }
}

export interface ImportInput {
  readonly list: ImportList;
  readonly table: Table;
  readonly columns: Columns;
  readonly runId: string;
}

export interface ImportTransaction<T> {
  readonly requestId: string | null;
  /** Distinguishes two requests with the same id. */
  readonly body: object;
  readonly file: ImportedFile;
  readonly begin: (tx: Tx) => Promise<void>;
  readonly finish: (tx: Tx, notes: readonly string[], rows: number) => Promise<T>;
  /** Brings in the rows without errors and leaves out the others, as the person asked; else all rows or none. */
  readonly leaveOut?: boolean;
  readonly progress?: ImportProgress;
}

/**
 * In the order of the rows. What the database refuses without naming a row may follow from a row that is
 * already named.
 */
function mergedErrors(unread: readonly RowError[], refused: readonly RowError[]): RowError[] {
  const all = unread.length === 0 ? refused : [...unread, ...refused.filter(({ row }) => row > 0)];
  return [...all].sort((a, b) => a.row - b.row);
}

function refusedRows(
  error: unknown,
  list: ImportList,
  table: Table,
  columns: Columns,
  language: Language,
): RowError[] {
  const say = rowErrorFormatter(list, table, columns, language);
  if (error instanceof RejectedRows) return error.refused.map((one) => say(one.row, one.error));
  // A data error that no rule foresaw is an error of the file; nothing is written.
  if (/^2[23]/.test(sqlState(error) ?? ''))
    return [say(0, { code: 'imports.refused', params: {} })];
  throw error;
}

/** One line of the audit for the whole file: the run, and the digest of what was brought. */
export const recordImport = (tx: Tx, runId: string, digest: string): Promise<void> =>
  record(tx, {
    action: 'imports.import',
    kind: 'import',
    ids: [runId],
    fields: [`sha256:${digest}`],
  });
