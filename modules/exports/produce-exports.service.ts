import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { may } from '../access';
import { Refusals } from '../audit';
import type { Env } from '../platform/config/env';
import { ENV } from '../platform/config/env.token';
import {
  type CursorRows,
  type SelectStatement,
  Transactions,
  type Tx,
} from '../platform/database/transactions';
import { ReplicaReads, type ReadTransactions } from '../platform/database/replica';
import type { Actor } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { XLSX_TYPE } from '../platform/shared/media-types.data';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { StreamDownload } from '../platform/web/page-response';
import { roundedExclusion, type ExcludedPeople } from './excluded-people.rules';
import { ExportConsents, type PersonReferences } from './export-consents.service';
import { type CountedExport, countIn, estimateIn, mustBeSeveral } from './export-count.queries';
import { type ExportEntry, recordEnd, registerExport } from './export-entry.queries';
import type { ExportList, ExportWords } from './export-list.types';
import { ExportLists, filtersOf } from './export-lists.service';
import type { ExportRequest, Format } from './export-request.types';
import { exportQuery, type ExportQuery, type WrittenColumn } from './export.queries';
import type { Recipient } from './recipients.rules';
import { RowStream } from './row-stream.service';
import { notesOf } from './workbook-notes.view';
import { CsvWriter } from './write/csv.export';
import { type Table, tableOf } from './write/table.rules';
import { xlsxOf } from './write/xlsx.export';

export interface ExportCount {
  readonly lines: number;
  readonly leftOut: ExcludedPeople;
}

/** Data of the file besides its rows. */
interface ExportFile {
  readonly recipientName: string | null;
  readonly columns: readonly WrittenColumn[];
  readonly words: ReadonlyMap<string, ExportWords>;
  readonly today: CivilDate;
  readonly now: Date;
}

/** An export whose rows can be read; in the register and the audit by now. */
interface OpenedExport {
  readonly entry: ExportEntry;
  readonly file: ExportFile;
  readonly rows: RowStream;
}

/** Maximum rows: what spreadsheets can open, and what should leave in one file. */
const MOST: Readonly<Record<Format, number>> = { csv: 1_000_000, xlsx: 200_000 };
/**
 * Shorter lists are read completely before the first byte, so that the register has their number of rows from the
 * start.
 */
const FIRST_PIECE = 400;
/** Lines at a time: of a workbook each is ten times as much text. */
const PIECES: Readonly<Record<Format, number>> = { csv: 2_000, xlsx: 400 };
/** By so much a list may be longer than the planner expects, which knows nothing of policies. */
const UNDERESTIMATED = 20;
const MOST_AT_ONCE = 4;
const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv; charset=utf-8', xlsx: XLSX_TYPE };

/**
 * Produces exports: row-level security limits the rows, consents limit the people for external recipients. Register and
 * audit rows are committed before the first byte is sent.
 */
@Injectable()
export class ProduceExports {
  private underWay = 0;
  private readonly atOnce: number;

  constructor(
    private readonly transactions: Transactions,
    private readonly reads: ReplicaReads,
    private readonly lists: ExportLists,
    private readonly agreements: ExportConsents,
    private readonly refusals: Refusals,
    @Inject(ENV) env: Env,
  ) {
    // Each holds a connection, and asks for a second one to enter itself.
    this.atOnce = Math.min(MOST_AT_ONCE, Math.floor(env.DATABASE_POOL / 2));
  }

  async produce(actor: Actor, request: ExportRequest): Promise<StreamDownload> {
    const list = await this.allowed(actor, request);
    if (this.underWay >= this.atOnce) throw new DomainError('unavailable', 'exports.busy');
    this.underWay += 1;
    try {
      const { entry, file, rows } =
        list.class === 'case_list' && request.to.kind !== 'office'
          ? await this.openDisclosed(actor, list, request)
          : await this.openStreamed(actor, list, request);
      const stream = streamOf(entry, file, rows);
      rows.until(stream, async (end) => {
        this.underWay -= 1;
        await this.transactions.run(actor, (tx) => recordEnd(tx, entry, end));
      });
      const name = translate(request.language, 'exports:file_name', { day: file.today });
      return new StreamDownload(stream, `${name}.${request.format}`, TYPES[request.format]);
    } catch (error) {
      this.underWay -= 1;
      throw error;
    }
  }

  /** How many lines it would be, and how many people would be left out; nothing is taken. */
  async count(actor: Actor, request: ExportRequest): Promise<ExportCount> {
    const list = await this.allowed(actor, request);
    return this.reads.run('count of an export', actor, async (tx) => {
      const { lines, leftOut } = await countIn(tx, await this.queryIn(tx, list, request));
      return { lines, leftOut };
    });
  }

  private async allowed(actor: Actor, { list: key, to, why }: ExportRequest): Promise<ExportList> {
    const list = this.lists.find(key, actor);
    if (list.class === 'case_list' && to.kind !== 'office' && !may(actor, 'exports:hand-over')) {
      const entry = { action: 'exports:hand-over', kind: 'export', outcome: 'refused' } as const;
      await this.refusals.write(actor, actor.userId, entry);
      throw new DomainError('forbidden', 'exports.office_only', {}, 'to');
    }
    if (list.class === 'case_list' && why === null) {
      throw new DomainError('invalid', 'exports.say_why', {}, 'why');
    }
    return list;
  }

  /** Read once, on the replica where there is one, while it is handed over; in register and audit before its first byte. */
  private async openStreamed(
    actor: Actor,
    list: ExportList,
    request: ExportRequest,
  ): Promise<OpenedExport> {
    const { counted, file, rows, first } = await this.reads.use('export', (transactions) =>
      this.beginStream(transactions, actor, list, request),
    );
    try {
      if (first === 0) throw new DomainError('conflict', 'exports.nothing');
      const entry: ExportEntry = {
        id: randomUUID(),
        list,
        request,
        lines: counted?.lines ?? first,
        leftOut: roundedExclusion(0),
        people: [],
      };
      await this.transactions.run(actor, (tx) => registerExport(tx, entry));
      return { entry, file, rows };
    } catch (error) {
      await rows.close();
      throw error;
    }
  }

  /** Up to its first piece; what could be too long for its file is counted before. */
  private async beginStream(
    transactions: ReadTransactions,
    actor: Actor,
    list: ExportList,
    request: ExportRequest,
  ) {
    const { result, rows: cursor } = await transactions.streamCursor(actor, async (tx) => {
      const query = await this.queryIn(tx, list, request);
      const select = query.select(null);
      const counted = (await mayBeTooLong(tx, select, request.format))
        ? await this.countFor(tx, query, request)
        : null;
      return { result: { counted, file: await this.fileOf(tx, query, request) }, select };
    });
    const rows = rowsOf(cursor, request);
    try {
      return { ...result, rows, first: await rows.begin() };
    } catch (error) {
      await rows.close();
      throw error;
    }
  }

  /** Counted, disclosed person by person and entered in the transaction that reads its rows. */
  private async openDisclosed(
    actor: Actor,
    list: ExportList,
    request: ExportRequest,
  ): Promise<OpenedExport> {
    const { result, rows: cursor } = await this.transactions.openCursor(actor, async (tx) => {
      const query = await this.queryIn(tx, list, request);
      const counted = await this.countFor(tx, query, request);
      if (request.to.kind === 'research') await mustBeSeveral(tx, counted);
      const { lines, leftOut } = counted;
      const people = counted.people ?? [];
      const entry: ExportEntry = { id: randomUUID(), list, request, lines, leftOut, people };
      const file = await this.fileOf(tx, query, request);
      await registerExport(tx, entry);
      const references = await this.recordDisclosure(tx, entry);
      return { result: { entry, file }, select: query.select(references) };
    });
    return { ...result, rows: rowsOf(cursor, request) };
  }

  private async countFor(
    tx: Tx,
    query: ExportQuery,
    { format }: ExportRequest,
  ): Promise<CountedExport> {
    const counted = await countIn(tx, query);
    if (counted.lines === 0) throw nothingToTake(counted);
    const most = MOST[format];
    if (counted.lines > most) throw new DomainError('too_large', 'exports.too_long', { most });
    return counted;
  }

  private async queryIn(tx: Tx, list: ExportList, request: ExportRequest): Promise<ExportQuery> {
    const source = await list.source(tx, filtersOf(list, request.filters));
    return exportQuery(tx.actor, list, source, request.to, this.agreements);
  }

  private async fileOf(tx: Tx, { columns }: ExportQuery, request: ExportRequest) {
    const file: ExportFile = {
      recipientName: await this.nameOf(tx, request.to),
      columns,
      words: request.words === 'labels' ? await wordsOf(tx, columns) : new Map(),
      today: tx.today,
      now: tx.now,
    };
    return file;
  }

  /** Enters what goes to an organisation in the register of disclosures, person by person. */
  private async recordDisclosure(
    tx: Tx,
    { id: exportId, list, request: { to, why }, people }: ExportEntry,
  ): Promise<PersonReferences | null> {
    if (list.class !== 'case_list' || to.kind !== 'organisation' || why === null) return null;
    const telling = { exportId, organisationId: to.id, people, parts: list.parts, why };
    return this.agreements.recordDisclosure(tx, telling);
  }

  private async nameOf(tx: Tx, to: Recipient): Promise<string | null> {
    if (to.kind !== 'organisation') return null;
    const known = (await this.agreements.organisations(tx)).find(({ id }) => id === to.id);
    if (!known) throw new DomainError('invalid', 'common.not_choice', { field: 'to' }, 'to');
    return known.name;
  }
}

const rowsOf = (cursor: CursorRows, { format }: ExportRequest): RowStream =>
  new RowStream(cursor, { first: FIRST_PIECE, piece: PIECES[format], most: MOST[format] });

/** Workbooks are always counted first, because they state the number of rows and take long to write. */
const mayBeTooLong = async (tx: Tx, select: SelectStatement, format: Format): Promise<boolean> =>
  format === 'xlsx' || (await estimateIn(tx, select)) * UNDERESTIMATED > MOST[format];

const nothingToTake = ({ leftOut }: ExportCount): DomainError =>
  leftOut.few || leftOut.about > 0
    ? new DomainError('conflict', 'exports.nobody_agreed', {}, 'to')
    : new DomainError('conflict', 'exports.nothing');

async function wordsOf(
  tx: Tx,
  columns: readonly WrittenColumn[],
): Promise<Map<string, ExportWords>> {
  const all = new Map<string, ExportWords>();
  for (const { key, words } of columns) if (words) all.set(key, await words(tx));
  return all;
}

function streamOf({ request, ...entry }: ExportEntry, file: ExportFile, rows: RowStream): Readable {
  const table = tableOf(file.columns, file.words, request.language, request.words);
  if (request.format === 'csv') {
    return Readable.from(csvPieces(table, rows), { objectMode: false });
  }
  if (entry.lines === null) throw new Error('a workbook whose lines were not counted');
  const notes = notesOf(request, { ...entry, ...file, lines: entry.lines });
  return xlsxOf(table, rows.batches(), notes);
}

async function* csvPieces(table: Table, rows: RowStream): AsyncGenerator<Buffer> {
  const writer = new CsvWriter(table);
  yield Buffer.from(writer.head(), 'utf8');
  for await (const batch of rows.batches()) yield Buffer.from(writer.rows(batch), 'utf8');
}
