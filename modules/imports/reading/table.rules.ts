/** A table as read from a file: text cells, not interpreted. */
import { DomainError } from '../../platform/shared/domain.errors';

export interface Table {
  readonly kind: 'csv' | 'xlsx';
  /** For text files: encoding and separator. */
  readonly encoding: Encoding | null;
  readonly delimiter: string | null;
  /** For workbooks: the sheet that was read, and the number of other sheets. */
  readonly sheet: string | null;
  readonly otherSheets: number;
  readonly headings: readonly string[];
  /** The row of the headings, as a spreadsheet numbers it. */
  readonly headingRow: number;
  /** Rows that are not empty. */
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** As a spreadsheet numbers it. */
  readonly row: number;
  readonly cells: readonly string[];
  /** How many cells a text file gave it, empty ones too; null in a workbook, which leaves them out. */
  readonly width: number | null;
}

/** How the letters of a text file may be written, in the order in which a page offers them. */
export const ENCODINGS = ['utf-8', 'windows-1256', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const MOST = {
  bytes: 5 * 1024 * 1024,
  rows: 25_000,
  columns: 100,
  cell: 20_000,
  heading: 200,
  /** Unpacked, all parts of a workbook together. */
  unpacked: 64 * 1024 * 1024,
  parts: 500,
} as const;
/** Headings are searched in the first rows, since a title can be above them. */
const ROWS_ABOVE = 10;

export type Params = Record<string, string | number>;

export const unreadable = (code: string, params: Params = {}): DomainError =>
  new DomainError(code.startsWith('too_') ? 'too_large' : 'invalid', `imports.${code}`, params);

/** Collects rows and enforces the limits while reading. */
export class RowCollector {
  private readonly rows: TableRow[] = [];

  add(row: number, cells: string[], width: number | null): void {
    let end = cells.length;
    while (end > 0 && cells[end - 1]!.trim() === '') end -= 1;
    if (end === 0) return;
    if (this.rows.length > MOST.rows + ROWS_ABOVE) tooManyRows();
    this.rows.push({ row, cells: cells.slice(0, end), width });
  }

  get isEmpty(): boolean {
    return this.rows.length === 0;
  }

  /** The row under which most headings are known is the one of the headings. */
  split(
    isKnown: (heading: string) => boolean,
    { mayBeEmpty = false } = {},
  ): Pick<Table, 'headings' | 'headingRow' | 'rows'> {
    if (this.isEmpty) throw unreadable('empty');
    const counts = this.rows.slice(0, ROWS_ABOVE).map(({ cells }) => cells.filter(isKnown).length);
    const place = counts.indexOf(Math.max(...counts));
    const { row: headingRow, cells } = this.rows[place]!;
    const rows = this.rows.slice(place + 1);
    if (rows.length === 0 && !mayBeEmpty) throw unreadable('no_rows');
    if (rows.length > MOST.rows) tooManyRows();
    return { headings: cells.map((heading) => heading.trim()), headingRow, rows };
  }
}

const tooManyRows = (): never => {
  throw unreadable('too_many_rows', { max: MOST.rows });
};

export function checkCell(text: string, row: number, column: number): void {
  if (text.length > MOST.cell)
    throw unreadable('too_long_cell', { row, place: column + 1, max: MOST.cell });
}

export function checkColumns(count: number, row: number): void {
  if (count > MOST.columns) throw unreadable('too_many_columns', { row, max: MOST.columns });
}
