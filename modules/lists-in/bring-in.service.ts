import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { sqlState, Transactions, type Tx } from '../../src/database/transactions';
import type { Actor, Language } from '../../src/shared/actor';
import { DomainError } from '../../src/shared/domain-error';
import { TakeTurns } from '../../src/shared/take-turns';
import { type Checked, checkRows, type RowError, sayer } from './check';
import type { Columns, SavedColumns } from './columns.rules';
import { knownHeadings } from './import-lists';
import type { ListIn, Progress, Source } from './list';
import { readTable } from './reading/read-table';
import type { Table } from './reading/table';
import { RowsRefused } from './rows-refused';
import { insertRows, mustBeNew, type Once } from './runs/runs.store';

export const digestOf = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** A whole list is held while it is written: two at a time in a process, the others wait. */
const turns = new TakeTurns(2);

/** Thrown by a dry run once all is written, so that nothing of it stays. */
class OnlyLooking extends Error {}

/** From bytes to rows, and from rows into the records of a list: tried, or done, all or nothing. */
@Injectable()
export class BringIn {
  constructor(private readonly transactions: Transactions) {}

  table(list: ListIn, bytes: Buffer, saved: readonly SavedColumns[] = []): Promise<Table> {
    const known = [...knownHeadings(list).keys(), ...saved.flatMap((one) => Object.keys(one))];
    return readTable(bytes, known.filter(Boolean));
  }

  async check(actor: Actor, list: ListIn, table: Table, columns: Columns): Promise<Checked> {
    const today = await this.transactions.run(actor, (tx) => Promise.resolve(tx.today));
    const most = list.mostRows;
    if (most !== undefined && table.rows.length > most)
      throw new DomainError('too_large', 'imports.too_many_rows', { max: most });
    return checkRows(list, table, columns, { today, language: actor.language });
  }

  /** The real writing, which is then taken back: what the database would say is said. */
  async tryOut(
    actor: Actor,
    list: ListIn,
    table: Table,
    columns: Columns,
    file: Source & { readonly mustBeNew?: Once },
  ): Promise<{ rows: number; errors: readonly RowError[] }> {
    const { rows, errors } = await this.check(actor, list, table, columns);
    if (errors.length > 0) return { rows: table.rows.length, errors };
    const refused = await turns.take(async () => {
      try {
        return await this.transactions.run(actor, async (tx): Promise<never> => {
          if (file.mustBeNew) await mustBeNew(tx, list.name, file.mustBeNew);
          await list.write(tx, rows, () => undefined, file);
          throw new OnlyLooking();
        });
      } catch (error) {
        if (error instanceof OnlyLooking) return [];
        return refusedRows(error, list, table, columns, actor.language);
      }
    });
    return { rows: table.rows.length, errors: refused };
  }

  /** All rows in one transaction with `finish`, once for each request id; or what is wrong, and nothing. */
  async write<T extends object>(
    actor: Actor,
    { list, table, columns, runId }: Whole,
    { requestId, body, file, begin, finish, progress = () => undefined }: Writing<T>,
  ): Promise<{ done: T } | { errors: readonly RowError[] }> {
    const { rows, errors } = await this.check(actor, list, table, columns);
    if (errors.length > 0) return { errors };
    return turns.take(async () => {
      try {
        const done = await this.transactions.once(
          actor,
          { useCase: 'imports.import', body, requestId },
          async (tx) => {
            await mustBeNew(tx, list.name, file);
            await begin(tx);
            const { written, notes = [] } = await list.write(tx, rows, progress, file);
            await insertRows(tx, runId, written);
            return finish(tx, notes);
          },
        );
        return { done };
      } catch (error) {
        return { errors: refusedRows(error, list, table, columns, actor.language) };
      }
    });
  }
}

export interface Whole {
  readonly list: ListIn;
  readonly table: Table;
  readonly columns: Columns;
  readonly runId: string;
}

export interface Writing<T> {
  readonly requestId: string | null;
  /** What tells two requests of one id apart. */
  readonly body: object;
  readonly file: Once;
  readonly begin: (tx: Tx) => Promise<void>;
  readonly finish: (tx: Tx, notes: readonly string[]) => Promise<T>;
  readonly progress?: Progress;
}

function refusedRows(
  error: unknown,
  list: ListIn,
  table: Table,
  columns: Columns,
  language: Language,
): RowError[] {
  const say = sayer(list, table, columns, language);
  if (error instanceof RowsRefused) return error.refused.map((one) => say(one.row, one.error));
  // What a row holds and no rule foresaw is still the file's, and is never half written.
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
