import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { may } from '../access';
import { record, Refusals } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';
import { StreamDownload } from '../platform/web/page-response';
import { ExportConsents, type PersonReferences } from './export-consents.service';
import type { ExportFilters, ExportList, ExportWords } from './export-list.types';
import { ExportLists, filtersOf } from './export-lists.service';
import { exportQuery, type ExportQuery, type WrittenColumn } from './export.queries';
import { RowStream } from './row-stream.service';
import { type ExcludedPeople, roundedExclusion } from './excluded-people.rules';
import { notesOf } from './workbook-notes.view';
import type { Recipient, ExportPurpose } from './recipients.rules';
import { CsvWriter } from './write/csv.export';
import { type Table, tableOf } from './write/table.rules';
import { xlsxOf } from './write/xlsx.export';
import { XLSX_TYPE } from '../platform/shared/media-types.data';

export const FORMATS = ['csv', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];
export const VALUE_FORMS = ['labels', 'codes'] as const;

export interface ExportRequest {
  readonly list: string;
  /** As they stand in the address of the list. */
  readonly filters: Readonly<Record<string, unknown>>;
  readonly format: Format;
  readonly words: (typeof VALUE_FORMS)[number];
  readonly to: Recipient;
  readonly why: ExportPurpose | null;
  readonly language: Language;
}

export interface ExportCount {
  readonly lines: number;
  readonly leftOut: ExcludedPeople;
}

interface PreparedExport extends ExportCount {
  readonly id: string;
  readonly list: ExportList;
  readonly recipientName: string | null;
  readonly columns: readonly WrittenColumn[];
  readonly words: ReadonlyMap<string, ExportWords>;
  readonly today: CivilDate;
  readonly now: Date;
}

/** What a spreadsheet opens without pain, and what anybody should carry away at once. */
const MOST: Readonly<Record<Format, number>> = { csv: 1_000_000, xlsx: 200_000 };
/** Lines at a time: of a workbook each is ten times as much text. */
const PIECES: Readonly<Record<Format, number>> = { csv: 2_000, xlsx: 400 };
const MOST_AT_ONCE = 4;
const TYPES: Readonly<Record<Format, string>> = { csv: 'text/csv; charset=utf-8', xlsx: XLSX_TYPE };

/**
 * Takes a list out: row level security says which rows, the list what stands in them, consents of whom they
 * may speak. Register and audit are written and committed with the rows before the first byte leaves.
 */
@Injectable()
export class ProduceExports {
  private underWay = 0;

  constructor(
    private readonly transactions: Transactions,
    private readonly lists: ExportLists,
    private readonly agreements: ExportConsents,
    private readonly refusals: Refusals,
  ) {}

  async produce(actor: Actor, taking: ExportRequest): Promise<StreamDownload> {
    const list = await this.allowed(actor, taking);
    if (this.underWay >= MOST_AT_ONCE) throw new DomainError('unavailable', 'exports.busy');
    this.underWay += 1;
    try {
      const { result, rows } = await this.transactions.openCursor(actor, (tx) =>
        this.prepare(tx, list, taking),
      );
      const handing = new RowStream(rows, PIECES[taking.format]);
      const stream = streamOf(taking, result, handing);
      handing.until(stream, async () => {
        this.underWay -= 1;
        await this.noteEnd(actor, result.id, handing.lines);
      });
      const name = translate(taking.language, 'exports:file_name', { day: result.today });
      return new StreamDownload(stream, `${name}.${taking.format}`, TYPES[taking.format]);
    } catch (error) {
      this.underWay -= 1;
      throw error;
    }
  }

  /** How many lines it would be, and how many people would be left out; nothing is taken. */
  async count(actor: Actor, taking: ExportRequest): Promise<ExportCount> {
    const list = await this.allowed(actor, taking);
    return this.transactions.run(actor, async (tx) =>
      countOnly(await countIn(tx, await this.queryIn(tx, list, taking))),
    );
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

  private async prepare(tx: Tx, list: ExportList, taking: ExportRequest) {
    const query = await this.queryIn(tx, list, taking);
    const counted = await countIn(tx, query);
    if (counted.lines === 0) throw nothingToTake(counted);
    if (taking.to.kind === 'research') await mustBeSeveral(tx, counted);
    const most = MOST[taking.format];
    if (counted.lines > most) throw new DomainError('too_large', 'exports.too_long', { most });
    const recipientName = await this.nameOf(tx, taking.to);
    const id = randomUUID();
    const people = await peopleIn(tx, query);
    await register(tx, id, list, taking, counted, people);
    const references = await this.recordDisclosure(tx, id, list, taking, people);
    const result: PreparedExport = {
      id,
      list,
      recipientName,
      ...countOnly(counted),
      columns: query.columns,
      words: taking.words === 'labels' ? await wordsOf(tx, query.columns) : new Map(),
      today: tx.today,
      now: tx.now,
    };
    return { result, select: query.select(references) };
  }

  private async queryIn(tx: Tx, list: ExportList, taking: ExportRequest): Promise<ExportQuery> {
    const source = await list.source(tx, filtersOf(list, taking.filters));
    return exportQuery(tx.actor, list, source, taking.to, this.agreements);
  }

  /** Enters what goes to an organisation in the register of disclosures, person by person. */
  private async recordDisclosure(
    tx: Tx,
    exportId: string,
    list: ExportList,
    { to, why }: ExportRequest,
    people: readonly string[],
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

  private async noteEnd(actor: Actor, id: string, lines: number): Promise<void> {
    await this.transactions.run(actor, (tx) =>
      tx.query('UPDATE exports SET handed_over = $2 WHERE id = $1', [id, lines]),
    );
  }
}

async function countIn(
  tx: Tx,
  { count }: ExportQuery,
): Promise<ExportCount & { people: number | null }> {
  const [row] = await tx.query<{ lines: number; people: number | null; leftOut: number }>(
    count.sql,
    count.params,
  );
  return { lines: row!.lines, people: row!.people, leftOut: roundedExclusion(row!.leftOut) };
}

/** A statistical list of one or two people discloses who they are, even with random ids. */
async function mustBeSeveral(tx: Tx, { people }: { people: number | null }): Promise<void> {
  const [row] = await tx.query<{ least: number }>(
    `SELECT mawa_setting('threshold_donor')::int AS least`,
  );
  if (people !== null && people < row!.least) {
    throw new DomainError('conflict', 'exports.too_few', { least: row!.least }, 'to');
  }
}

const countOnly = ({ lines, leftOut }: ExportCount): ExportCount => ({ lines, leftOut });

/** The people of the export, for the audit: it answers a person who asks what was disclosed about her. */
async function peopleIn(tx: Tx, { whom }: ExportQuery): Promise<string[]> {
  if (!whom) return [];
  const rows = await tx.query<{ person: string }>(whom.sql, whom.params);
  return rows.map(({ person }) => person);
}

const nothingToTake = ({ leftOut }: ExportCount): DomainError =>
  leftOut.few || leftOut.about > 0
    ? new DomainError('conflict', 'exports.nobody_agreed', {}, 'to')
    : new DomainError('conflict', 'exports.nothing');

async function register(
  tx: Tx,
  id: string,
  list: ExportList,
  taking: ExportRequest,
  { lines, leftOut }: ExportCount,
  people: readonly string[],
): Promise<void> {
  const filters = Object.keys(filtersOf(list, taking.filters) satisfies ExportFilters);
  const { format, words, language, to, why } = taking;
  await tx.query(
    `INSERT INTO exports (id, list, class, format, words, language, filters, recipient, recipient_id, why, lines, left_out_few, left_out_about)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      list.key,
      list.class,
      format,
      words,
      language,
      filters,
      to.kind,
      to.kind === 'organisation' ? to.id : null,
      why,
      lines,
      leftOut.few,
      leftOut.about,
    ],
  );
  await record(tx, {
    action: 'exports.take',
    kind: 'export',
    ids: [id, ...people],
    fields: [list.key, list.class, `lines:${lines}`, ...filters],
  });
}

async function wordsOf(
  tx: Tx,
  columns: readonly WrittenColumn[],
): Promise<Map<string, ExportWords>> {
  const all = new Map<string, ExportWords>();
  for (const { key, words } of columns) if (words) all.set(key, await words(tx));
  return all;
}

function streamOf(taking: ExportRequest, prepared: PreparedExport, handing: RowStream): Readable {
  const table = tableOf(prepared.columns, prepared.words, taking.language, taking.words);
  if (taking.format === 'xlsx') {
    return xlsxOf(table, handing.batches(), notesOf(taking, prepared));
  }
  return Readable.from(csvPieces(table, handing), { objectMode: false });
}

async function* csvPieces(table: Table, handing: RowStream): AsyncGenerator<Buffer> {
  const writer = new CsvWriter(table);
  yield Buffer.from(writer.head(), 'utf8');
  for await (const batch of handing.batches()) yield Buffer.from(writer.rows(batch), 'utf8');
}
