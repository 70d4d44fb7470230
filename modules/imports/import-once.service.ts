import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import { keyOfCode, translate } from '../platform/web/i18n';
import { ImportRows, digestOf, recordImport } from './import-rows.service';
import type { RowError } from './check-rows.rules';
import { checkColumns, closest, type Columns, findColumns } from './columns.rules';
import { ImportLists } from './import-lists.service';
import type { ImportList, ImportProgress } from './import-list.types';
import type { Encoding, Table } from './reading/table.rules';
import { insertRun } from './runs/runs.queries';
import { SavedMappings } from './runs/saved-columns.service';

export interface ImportResult {
  /** Number of rows that are not empty. */
  readonly rows: number;
  readonly errors: readonly RowError[];
  /** Records written, of the kind that the list is made of. */
  readonly imported: number;
  /** By which all of it can be taken back; null where nothing was written. */
  readonly runId: string | null;
  /** Keys of sentences to read. */
  readonly notes: readonly string[];
}

export interface ImportOptions {
  readonly dryRun?: boolean;
  /** A file that was brought in before is brought in a second time. */
  readonly again?: boolean;
  /** The same file with the same request id is imported once. */
  readonly requestId?: string | null;
  /** How the letters of a text file are written; recognised where left out. */
  readonly encoding?: Encoding;
  /** How many of how many are written, not yet committed. */
  readonly onProgress?: ImportProgress;
}

/** A whole file in one call, for those who do not look at it in between: the API and the command line. */
@Injectable()
export class ImportOnce {
  constructor(
    private readonly lists: ImportLists,
    private readonly saved: SavedMappings,
    private readonly bringIn: ImportRows,
  ) {}

  async run(
    actor: Actor,
    name: string,
    bytes: Buffer,
    { dryRun = false, again = false, requestId = null, encoding, onProgress }: ImportOptions = {},
  ): Promise<ImportResult> {
    const list = this.lists.of(actor, name);
    const nothing = { imported: 0, runId: null, notes: [] };
    try {
      const { table, columns } = await this.opened(actor, list, bytes, encoding);
      const digest = digestOf(bytes);
      const file = { digest: digest.toString('hex'), again };
      if (dryRun)
        return {
          ...(await this.bringIn.dryRun(actor, list, table, columns, {
            digest: file.digest,
            mustBeNew: file,
          })),
          ...nothing,
        };
      const runId = randomUUID();
      const media = table.kind;
      const rows = table.rows.length;
      const written = await this.bringIn.write(
        actor,
        { list, table, columns, runId },
        {
          requestId,
          progress: onProgress,
          body: { list: name, digest: file.digest, columns },
          file,
          begin: (tx) =>
            insertRun(tx, { id: runId, list: name, ofPeople: list.ofPeople, media, digest, rows }),
          finish: async (tx, notes) => {
            await recordImport(tx, runId, file.digest);
            await tx.query(`SELECT close_import($1, 'imported', $2)`, [runId, rows]);
            return { imported: rows, runId, notes };
          },
        },
      );
      if ('errors' in written) return { rows, errors: written.errors, ...nothing };
      return { rows, errors: [], ...written.done };
    } catch (error) {
      const errors = sourceOfFile(error, actor.language);
      if (!errors) throw error;
      return { rows: 0, errors, ...nothing };
    }
  }

  private async opened(
    actor: Actor,
    list: ImportList,
    bytes: Buffer,
    encoding?: Encoding,
  ): Promise<{ table: Table; columns: Columns }> {
    const saved = await this.saved.list(actor, list.name);
    const table = await this.bringIn.parseFile(
      list,
      bytes,
      saved.map(({ columns }) => columns),
      encoding,
    );
    const columns = findColumns(list, table.headings, closest(table.headings, saved)?.columns);
    checkColumns(list, table.headings, columns, ({ label }) => translate(actor.language, label));
    return { table, columns };
  }
}

/** Error of the whole file or of its headings, as a row error; null for other errors. */
function sourceOfFile(error: unknown, language: Language): RowError[] | null {
  if (!(error instanceof DomainError)) return null;
  const all = error instanceof FieldErrors ? error.errors : [error];
  if (!all.every(({ code }) => code.startsWith('imports.'))) return null;
  return all.map(({ code, params, field }) => {
    const row = typeof params.row === 'number' ? params.row : field?.startsWith('columns.') ? 1 : 0;
    const column = typeof params.column === 'string' ? params.column : null;
    const sentence = translate(language, keyOfCode(code), { ...params });
    return { row, field: null, column, code, params, sentence };
  });
}
