import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, FieldErrors, notFound } from '../platform/shared/domain.errors';
import { translate } from '../platform/web/i18n';
import { ImportRows, digestOf, recordImport } from './import-rows.service';
import { kindsOf, type RowError } from './check-rows.rules';
import { checkColumns, closest, type Columns, findColumns } from './columns.rules';
import { ImportLists } from './import-lists.service';
import { type FixedValues, withFixedValues } from './fixed-values.rules';
import type { ImportList, ImportProgress } from './import-list.types';
import type { Encoding, Table } from './reading/table.rules';
import { type CheckResult, ImportRunSeals, type ImportPreview } from './runs/run-seals.service';
import {
  type EarlierImport,
  earlierImport,
  insertRun,
  lockRun,
  recentRuns,
  rowsOf,
  type ImportRun,
  runOf,
} from './runs/runs.queries';
import { type SavedMapping, SavedMappings } from './runs/saved-columns.service';
import { ImportUndoListeners } from './import-undo-listeners.service';
import type { CheckedFile } from './rejected-rows.export';
import { fold } from './words/fold.rules';

/** A run as somebody looks at it; `sketch` while the file is still there. */
export interface ImportRunView {
  readonly run: Omit<ImportRun, 'sealed'>;
  readonly sketch: ImportPreview | null;
  /** Earlier import of the same file. */
  readonly before: EarlierImport | null;
}

export interface ImportedRun {
  readonly id: string;
  readonly imported: number;
  readonly notes: readonly string[];
}

export interface ImportChoices {
  readonly again?: boolean;
  readonly leaveOut?: boolean;
  readonly requestId?: string | null;
}

/** For a job: how far it is, and what is written with the import in its transaction. */
export interface ImportWatch {
  readonly progress?: ImportProgress;
  readonly finish?: (tx: Tx, done: ImportedRun) => Promise<void>;
}

/** State of a trial that runs as a job. */
export interface TrialWatch {
  readonly progress?: ImportProgress;
  readonly finish?: (tx: Tx, result: CheckResult) => Promise<void>;
}

const SHOWN_ROWS = 5;
/** Enough to put right at once; the file is corrected and chosen again. */
const KEPT_ERRORS = 200;

/** From a chosen file to its records, step by step: columns, a try, the import; and all of it back. */
@Injectable()
export class ImportRuns {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: ImportLists,
    private readonly seals: ImportRunSeals,
    private readonly saved: SavedMappings,
    private readonly bringIn: ImportRows,
    private readonly takenBack: ImportUndoListeners,
  ) {}

  history(actor: Actor): Promise<Omit<ImportRun, 'sealed'>[]> {
    return this.transactions.run(actor, async (tx) => (await recentRuns(tx)).map(withoutSeal));
  }

  async open(
    actor: Actor,
    name: string,
    bytes: Buffer,
    requestId: string | null = null,
    given: FixedValues = {},
  ): Promise<{ id: string }> {
    const list = withFixedValues(this.lists.of(actor, name), given);
    const saved = await this.saved.list(actor, name);
    const table = await this.bringIn.parseFile(
      list,
      bytes,
      saved.map(({ columns }) => columns),
    );
    const sketch = previewOf(list, table, saved, given);
    const digest = digestOf(bytes);
    const opening = async (tx: Tx): Promise<{ id: string }> => {
      const id = randomUUID();
      const rows = table.rows.length;
      await insertRun(tx, {
        id,
        list: name,
        ofPeople: list.ofPeople,
        media: table.kind,
        digest,
        rows,
      });
      await this.seals.keepFile(tx, id, bytes);
      await this.seals.keepPreview(tx, id, sketch);
      await record(tx, { action: 'imports.open', kind: 'import', ids: [id] });
      return { id };
    };
    const body = { list: name, digest: digest.toString('hex'), given };
    return this.transactions.once(actor, { useCase: 'imports.open', body, requestId }, (tx) =>
      opening(tx),
    );
  }

  show(actor: Actor, id: string): Promise<ImportRunView> {
    return this.transactions.run(actor, async (tx) => {
      const run = await runOf(tx, id);
      const sketch = run.sealed ? await this.seals.preview(tx, id, run.sealed) : null;
      const before = run.state === 'open' ? await earlierImport(tx, run.list, run.digest) : null;
      return { run: withoutSeal(run), sketch, before };
    });
  }

  /** Reads the file again with another text encoding, and detects its columns again. */
  async readAs(actor: Actor, id: string, encoding: Encoding): Promise<void> {
    const { run, sketch } = await this.openRun(actor, id);
    if (run.media !== 'csv')
      throw new DomainError('conflict', 'imports.encoding_of_workbook', {}, 'encoding');
    const list = withFixedValues(this.lists.of(actor, run.list), sketch.given);
    const saved = await this.saved.list(actor, run.list);
    const headings = saved.map(({ columns }) => columns);
    const table = await this.bringIn
      .parseFile(list, await this.bytes(actor, id), headings, encoding)
      .catch(besideTheEncoding);
    await this.transactions.run(actor, async (tx) => {
      const now = await lockRun(tx, id);
      if (now.state !== 'open') throw ended(now);
      await this.seals.keepPreview(tx, id, previewOf(list, table, saved, sketch.given));
      await record(tx, { action: 'imports.read_as', kind: 'import', ids: [id] });
    });
  }

  /** Which column is which field, and what would happen: tried out, and nothing of it stays. */
  async choose(
    actor: Actor,
    id: string,
    columns: Columns,
    saveAs: string | null = null,
  ): Promise<CheckResult> {
    await this.transactions.run(actor, (tx) => this.keepColumnsIn(tx, id, columns, saveAs));
    return this.tryOut(actor, id);
  }

  /** Which column is which field, to be tried out later: what was tried before with others is forgotten. */
  async keepColumnsIn(
    tx: Tx,
    id: string,
    columns: Columns,
    saveAs: string | null = null,
  ): Promise<void> {
    const run = await lockRun(tx, id);
    const { sketch, list } = await this.openedRun(tx, run);
    const { actor } = tx;
    checkColumns(list, sketch.headings, columns, ({ label }) => translate(actor.language, label));
    await this.seals.keepPreview(tx, id, { ...sketch, columns, result: null });
    if (saveAs !== null) await this.saved.keepIn(tx, run.list, saveAs, sketch.headings, columns);
  }

  /** Tries the file out under the columns that are kept with its run, and keeps what was found beside them. */
  async tryOut(
    actor: Actor,
    id: string,
    { progress, finish }: TrialWatch = {},
  ): Promise<CheckResult> {
    const { run, sketch } = await this.openRun(actor, id);
    const list = withFixedValues(this.lists.of(actor, run.list), sketch.given);
    const { columns } = sketch;
    checkColumns(list, sketch.headings, columns, ({ label }) => translate(actor.language, label));
    const table = await this.table(actor, id, list, sketch);
    const tried = await this.bringIn.dryRun(actor, list, table, columns, run, progress);
    const result = resultOf(list, tried.rows, tried.errors);
    await this.transactions.run(actor, async (tx) => {
      const now = await lockRun(tx, id);
      if (now.state !== 'open') throw ended(now);
      await this.seals.keepPreview(tx, id, { ...sketch, result });
      await record(tx, { action: 'imports.check', kind: 'import', ids: [id] });
      await finish?.(tx, result);
    });
    return result;
  }

  /** The file as it was matched, with all that is wrong with its rows, for a workbook to correct it in. */
  async checkedFile(actor: Actor, id: string): Promise<CheckedFile> {
    const { run, sketch } = await this.openRun(actor, id);
    const list = withFixedValues(this.lists.of(actor, run.list), sketch.given);
    const { columns, headings } = sketch;
    checkColumns(list, headings, columns, ({ label }) => translate(actor.language, label));
    const table = await this.table(actor, id, list, sketch);
    const { errors } = await this.bringIn.dryRun(actor, list, table, columns, run);
    await this.transactions.run(actor, (tx) =>
      record(tx, { action: 'imports.take_rejected', kind: 'import', ids: [id] }),
    );
    return { list, table, columns, errors };
  }

  /**
   * Imports all rows or none, or those without errors if requested. Errors are stored with the run, as after a trial.
   */
  async import(
    actor: Actor,
    id: string,
    { again = false, leaveOut = false, requestId = null }: ImportChoices = {},
    { progress, finish }: ImportWatch = {},
  ): Promise<ImportedRun | CheckResult> {
    const { run, sketch } = await this.openRun(actor, id);
    const list = withFixedValues(this.lists.of(actor, run.list), sketch.given);
    const { columns, headings } = sketch;
    checkColumns(list, headings, columns, ({ label }) => translate(actor.language, label));
    const table = await this.table(actor, id, list, sketch);
    const rows = table.rows.length;
    const written = await this.bringIn.write(
      actor,
      { list, table, columns, runId: id },
      {
        requestId,
        body: { id, leaveOut },
        file: { digest: run.digest, again },
        leaveOut,
        progress,
        begin: async (tx) => {
          const now = await lockRun(tx, id);
          if (now.state !== 'open') throw ended(now);
        },
        finish: async (tx, notes, count) => {
          await recordImport(tx, id, run.digest);
          await tx.query(`SELECT close_import($1, 'imported', $2)`, [id, count]);
          const done = { id, imported: count, notes };
          await finish?.(tx, done);
          return done;
        },
      },
    );
    if ('done' in written) return written.done;
    const result = resultOf(list, rows, written.errors);
    await this.transactions.run(actor, async (tx) => {
      const now = await lockRun(tx, id);
      if (now.state === 'open') await this.seals.keepPreview(tx, id, { ...sketch, result });
    });
    return result;
  }

  /** How many rows the file has, while its maker may bring it in. */
  async openRows(actor: Actor, id: string): Promise<number> {
    const { run } = await this.openRun(actor, id);
    return run.rows;
  }

  /** Not this file after all: it goes at once. */
  leave(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const run = await lockRun(tx, id);
      if (run.state !== 'open') throw ended(run);
      await tx.query(`SELECT close_import($1, 'left', NULL)`, [id]);
      await record(tx, { action: 'imports.leave', kind: 'import', ids: [id] });
    });
  }

  /** Everything that it wrote, or nothing: each row that must stay is named with its reason. */
  undo(actor: Actor, id: string, requestId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'imports.undo', body: { id }, requestId },
      (tx) => this.undoIn(tx, id),
    );
  }

  private async undoIn(tx: Tx, id: string): Promise<{ id: string }> {
    const run = await lockRun(tx, id);
    if (run.state !== 'imported') throw ended(run);
    if (!run.mayUndo) throw new DomainError('conflict', 'imports.undo_too_late');
    const list = this.lists.named(run.list);
    if (!list) throw notFound();
    const written = await rowsOf(tx, id);
    const staying = await list.undo(tx, written, id);
    if (staying.length > 0) {
      const rows = [...staying].sort((a, b) => a.row - b.row).slice(0, KEPT_ERRORS);
      throw new FieldErrors(
        rows.map(
          ({ row, why }) =>
            new DomainError('conflict', `imports.stays_${why}`, { row }, `rows.${row}`),
        ),
      );
    }
    await tx.query('SELECT undo_import($1)', [id]);
    await record(tx, { action: 'imports.undo', kind: 'import', ids: [id] });
    // Before the commit, as an erasure does: where it cannot be written, nothing is taken back.
    this.takenBack.notify(written, tx.now);
    return { id };
  }

  /** A run in the actor's own hand, its file still there. */
  private async openRun(
    actor: Actor,
    id: string,
  ): Promise<{ run: ImportRun; sketch: ImportPreview }> {
    return this.transactions.run(actor, async (tx) => {
      const run = await runOf(tx, id);
      const { sketch } = await this.openedRun(tx, run);
      return { run, sketch };
    });
  }

  private async openedRun(
    tx: Tx,
    run: ImportRun,
  ): Promise<{ list: ImportList; sketch: ImportPreview }> {
    const named = this.lists.named(run.list);
    if (!named || (run.state === 'open' && !may(tx.actor, named.permission))) throw notFound();
    if (!run.sealed) throw ended(run);
    const sketch = await this.seals.preview(tx, run.id, run.sealed);
    return { list: withFixedValues(named, sketch.given), sketch };
  }

  /** Read a second time as the preview was: the headings are in the same row, the letters in the same encoding. */
  private async table(
    actor: Actor,
    id: string,
    list: ImportList,
    { headings, encoding }: ImportPreview,
  ): Promise<Table> {
    const known = Object.fromEntries(headings.map((one) => [fold(one), '']));
    const bytes = await this.bytes(actor, id);
    return this.bringIn.parseFile(list, bytes, [known], encoding ?? undefined);
  }

  private bytes(actor: Actor, id: string): Promise<Buffer> {
    return this.transactions.run(actor, (tx) => this.seals.file(tx, id));
  }

  /** Definition of the list, for accounts that may see the run. */
  listOf(name: string): ImportList | undefined {
    return this.lists.named(name);
  }
}

const resultOf = (list: ImportList, rows: number, errors: readonly RowError[]): CheckResult => ({
  rows,
  errors: errors.slice(0, KEPT_ERRORS),
  errorCount: errors.length,
  badRows: new Set(errors.map(({ row }) => row)).size,
  kinds: kindsOf(list, errors),
});

/** Preview of a file that was just read, before a trial. */
function previewOf(
  list: ImportList,
  table: Table,
  saved: readonly SavedMapping[],
  given: FixedValues | undefined,
): ImportPreview {
  const { headings, headingRow, sheet, otherSheets, encoding } = table;
  const fits = closest(headings, saved);
  return {
    headings,
    headingRow,
    sheet,
    otherSheets,
    encoding,
    first: table.rows.slice(0, SHOWN_ROWS),
    columns: findColumns(list, headings, fits?.columns),
    by: fits?.name ?? null,
    result: null,
    given,
  };
}

/** Shows the error of an unreadable file beside the choice of encoding. */
function besideTheEncoding(error: unknown): never {
  if (!(error instanceof DomainError)) throw error;
  throw new DomainError(error.kind, error.code, error.params, 'encoding');
}

export const ended = ({ state }: ImportRun): DomainError =>
  new DomainError('conflict', `imports.run_${state}`);

const withoutSeal = ({ sealed, ...run }: ImportRun): Omit<ImportRun, 'sealed'> => (
  void sealed,
  run
);
