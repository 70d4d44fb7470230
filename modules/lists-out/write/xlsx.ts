/** A table as a workbook: real numbers and days, heads and hashtags that stay, a sheet of notes. */
import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { TOKENS } from '../../../src/typeset/tokens';
import { directionOf } from '../../../src/web/i18n';
import { clean, type Table, type TableColumn } from './table';

type Row = readonly (string | null)[];

export interface Notes {
  readonly sheet: string;
  readonly notesSheet: string;
  readonly lines: readonly (readonly [label: string, value: string])[];
  readonly at: Date;
  readonly count: number;
}

const FACE = 'Calibri';
const argb = (hex: string) => ({ argb: `FF${hex.slice(1).toUpperCase()}` });
const HEADS = 2;
const LONGEST_CELL = 32_000;

export function xlsxOf(
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  notes: Notes,
): Readable {
  const out = new PassThrough({ highWaterMark: 256 * 1024 });
  write(table, batches, notes, out).catch((error: unknown) => {
    if (!out.destroyed) out.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return out;
}

async function write(
  table: Table,
  batches: AsyncIterable<readonly Row[]>,
  notes: Notes,
  out: PassThrough,
): Promise<void> {
  const gone = new AbortController();
  out.once('close', () => gone.abort());
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  Object.assign(book, {
    creator: 'Mawa',
    lastModifiedBy: 'Mawa',
    created: notes.at,
    modified: notes.at,
  });
  const rightToLeft = directionOf(table.language) === 'rtl';
  const sheet = book.addWorksheet(notes.sheet, {
    views: [{ state: 'frozen', xSplit: 1, ySplit: HEADS, rightToLeft }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:2',
    },
    headerFooter: { oddFooter: '&R&P / &N' },
  });
  sheet.columns = table.columns.map(({ head, kind }) => ({ width: widthOf(head, kind) }));
  writeHeads(sheet, table);
  const cells = table.columns.map(cellOf);
  for await (const rows of batches) {
    for (const row of rows) {
      sheet.addRow(row.map((value, at) => (value === null ? null : cells[at]!(value)))).commit();
    }
    if (out.destroyed) return;
    if (out.writableNeedDrain) await once(out, 'drain', { signal: gone.signal });
  }
  sheet.autoFilter = {
    from: { row: HEADS, column: 1 },
    to: { row: HEADS + notes.count, column: table.columns.length },
  };
  sheet.commit();
  writeNotes(book, notes, rightToLeft);
  await book.commit();
}

function writeHeads(sheet: ExcelJS.Worksheet, { columns, language }: Table): void {
  const horizontal = directionOf(language) === 'rtl' ? 'right' : 'left';
  for (const [at, { kind }] of columns.entries()) {
    const column = sheet.getColumn(at + 1);
    column.font = { name: FACE, size: 11 };
    if (kind === 'day') column.numFmt = 'dd/mm/yyyy';
    if (kind === 'month') column.numFmt = 'mm/yyyy';
    if (kind === 'day' || kind === 'month' || kind === 'number') continue;
    column.alignment = { horizontal, readingOrder: horizontal === 'right' ? 'rtl' : 'ltr' };
  }
  const heads = sheet.addRow(columns.map(({ head }) => head));
  heads.eachCell((cell) => {
    cell.font = { name: FACE, size: 11, bold: true, color: argb(TOKENS.accentDeep) };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: argb(TOKENS.accentSoft) };
    cell.alignment = { vertical: 'middle', wrapText: true, horizontal };
  });
  heads.height = 32;
  heads.commit();
  const tags = sheet.addRow(columns.map(({ hxl }) => hxl));
  tags.eachCell((cell) => {
    cell.font = { name: FACE, size: 9, color: argb(TOKENS.muted) };
    cell.border = { bottom: { style: 'medium', color: argb(TOKENS.accent) } };
    cell.alignment = { horizontal, readingOrder: 'ltr' };
  });
  tags.commit();
}

const widthOf = (head: string, kind: TableColumn['kind']): number =>
  Math.max(
    kind === 'text' || kind === 'code' || kind === 'codes' ? 20 : 13,
    Math.min(30, head.length + 4),
  );

function cellOf({ kind, say }: TableColumn): (value: string) => ExcelJS.CellValue {
  if (kind === 'day') return (value) => new Date(`${value}T00:00:00Z`);
  if (kind === 'month') return (value) => new Date(`${value}-01T00:00:00Z`);
  if (kind === 'number') return Number;
  if (kind === 'text') return (value) => clean(value).slice(0, LONGEST_CELL);
  return (value) => say(value);
}

function writeNotes(book: ExcelJS.stream.xlsx.WorkbookWriter, notes: Notes, rightToLeft: boolean) {
  const sheet = book.addWorksheet(notes.notesSheet, {
    views: [{ rightToLeft, showGridLines: false }],
  });
  sheet.columns = [{ width: 30 }, { width: 90 }];
  const horizontal = rightToLeft ? 'right' : 'left';
  for (const [label, value] of notes.lines) {
    const row = sheet.addRow([label, value]);
    row.getCell(1).font = { name: FACE, size: 11, color: argb(TOKENS.muted) };
    row.getCell(2).font = { name: FACE, size: 11 };
    for (const at of [1, 2])
      row.getCell(at).alignment = { horizontal, vertical: 'top', wrapText: true };
    row.commit();
  }
  sheet.commit();
}
