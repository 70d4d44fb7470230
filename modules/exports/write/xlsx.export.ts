/**
 * Writes a table as a workbook while rows arrive: typed numbers and dates, frozen headings and hashtags, a sheet of
 * notes.
 */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { exceljs } from '../../platform/shared/exceljs';
import { TOKENS } from '../../platform/typeset/tokens';
import { directionOf } from '../../platform/web/i18n';
import { clean, type Row, type Table, type TableColumn } from './table.rules';

export interface WorkbookNotes {
  readonly sheet: string;
  readonly notesSheet: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  readonly at: Date;
  readonly count: number;
}

const HEADS = 2;
const LONGEST_CELL = 32_000;

export function xlsxOf(
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  notes: WorkbookNotes,
): Readable {
  const out = new PassThrough();
  write(out, table, batches, notes).catch((error: Error) => out.destroy(error));
  return out;
}

async function write(
  out: PassThrough,
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  notes: WorkbookNotes,
): Promise<void> {
  const { stream } = await exceljs();
  const book = new stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  book.creator = 'Mawa';
  book.lastModifiedBy = 'Mawa';
  book.created = notes.at;
  book.modified = notes.at;
  const rightToLeft = directionOf(table.language) === 'rtl';
  const sheet = listSheet(book, table, notes, rightToLeft);
  const says = table.columns.map(cellOf);
  for await (const rows of batches) {
    for (const row of rows) {
      const cells = says.map((say, at) => (row[at] == null ? null : say(row[at])));
      sheet.addRow(cells).commit();
    }
    await waitForDrain(out);
    if (out.destroyed) return;
  }
  sheet.commit();
  notesSheet(book, notes, rightToLeft);
  await book.commit();
}

/** Waits for the reader, so that no data pile up in memory. */
async function waitForDrain(out: PassThrough): Promise<void> {
  if (out.destroyed || !out.writableNeedDrain) return;
  const waiting = new AbortController();
  const { signal } = waiting;
  await Promise.race([once(out, 'drain', { signal }), once(out, 'close', { signal })]).finally(() =>
    waiting.abort(),
  );
}

const PRINTED = {
  pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
  headerFooter: { oddFooter: '&R&P / &N' },
} as const;

/** Headings and hashtags are frozen; the filter is on the row of hashtags, so that sorting does not move them. */
function listSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  { columns }: Table,
  { sheet: name, count }: WorkbookNotes,
  rightToLeft: boolean,
): ExcelJS.Worksheet {
  const sheet = book.addWorksheet(name, {
    views: [{ state: 'frozen', xSplit: 1, ySplit: HEADS, rightToLeft }],
    ...PRINTED,
    pageSetup: { ...PRINTED.pageSetup, printTitlesRow: `1:${HEADS}` },
  });
  sheet.columns = columns.map(({ head, kind }) => ({
    width: widthOf(head, kind),
    style: styleOf(kind, rightToLeft),
  }));
  sheet.autoFilter = {
    from: { row: HEADS, column: 1 },
    to: { row: HEADS + count, column: columns.length },
  };
  const side = rightToLeft ? 'right' : 'left';
  const heads = sheet.addRow(columns.map(({ head }) => head));
  heads.height = 32;
  heads.eachCell((cell) => {
    cell.style = {
      font: face(11, TOKENS.accentDeep, true),
      fill: filled(TOKENS.accentSoft),
      alignment: { ...sideOf(rightToLeft), vertical: 'middle', wrapText: true },
    };
  });
  heads.commit();
  const tags = sheet.addRow(columns.map(({ hxl }) => hxl));
  tags.eachCell((cell) => {
    cell.style = {
      font: face(9, TOKENS.muted),
      border: { bottom: { style: 'medium', color: argb(TOKENS.accent) } },
      alignment: { horizontal: side, readingOrder: 'ltr' },
    };
  });
  tags.commit();
  return sheet;
}

function notesSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  { notesSheet: name, lines }: WorkbookNotes,
  rightToLeft: boolean,
): void {
  const sheet = book.addWorksheet(name, {
    views: [{ showGridLines: false, rightToLeft }],
    ...PRINTED,
  });
  const alignment = { ...sideOf(rightToLeft), vertical: 'top', wrapText: true } as const;
  sheet.columns = [
    { width: 30, style: { font: face(11, TOKENS.muted), alignment } },
    { width: 90, style: { font: face(11, TOKENS.ink), alignment } },
  ];
  for (const line of lines) sheet.addRow([...line]).commit();
  sheet.commit();
}

const argb = (hex: string): { argb: string } => ({ argb: `FF${hex.slice(1).toUpperCase()}` });
const filled = (hex: string): ExcelJS.Fill => ({
  type: 'pattern',
  pattern: 'solid',
  fgColor: argb(hex),
});
const face = (size: number, colour: string, bold = false): Partial<ExcelJS.Font> => ({
  name: 'Calibri',
  size,
  bold,
  color: argb(colour),
});

/** Explicit direction: a text that begins with a number would otherwise be laid out in the other one. */
const sideOf = (rightToLeft: boolean): Partial<ExcelJS.Alignment> =>
  rightToLeft ? { horizontal: 'right', readingOrder: 'rtl' } : { horizontal: 'left' };

function styleOf(kind: TableColumn['kind'], rightToLeft: boolean): Partial<ExcelJS.Style> {
  const font = face(11, TOKENS.ink);
  if (kind === 'number') return { font };
  if (kind === 'day' || kind === 'month') {
    const numFmt = kind === 'day' ? 'dd/mm/yyyy' : 'mm/yyyy';
    return { font, numFmt, alignment: { horizontal: 'left' } };
  }
  return { font, alignment: { ...sideOf(rightToLeft), vertical: 'top' } };
}

const widthOf = (head: string, kind: TableColumn['kind']): number =>
  Math.max(
    kind === 'text' || kind === 'code' || kind === 'codes' ? 22 : 14,
    Math.min(34, head.length + 4),
  );

/** A text is never a formula here, whatever it begins with: it is a cell of text. */
function cellOf({ kind, say }: TableColumn): (value: string) => string | number | Date {
  if (kind === 'number') return Number;
  if (kind === 'day') return (value) => new Date(`${value}T00:00:00Z`);
  if (kind === 'month') return (value) => new Date(`${value}-01T00:00:00Z`);
  return (value) =>
    clean(kind === 'text' ? value : say(value))
      .slice(0, LONGEST_CELL)
      .toWellFormed();
}
