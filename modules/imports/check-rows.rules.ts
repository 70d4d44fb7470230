/** Parses all rows of a table with a mapping of columns: values and all errors. */
import { setImmediate } from 'node:timers/promises';
import type { Language } from '../platform/shared/actor';
import { isCleanText, shortenForMessage } from '../platform/shared/clean-text.rules';
import type { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { keyOfCode, translate } from '../platform/web/i18n';
import { type Columns, LEFT_OUT, placeOf } from './columns.rules';
import type { ImportList, NumberedRow } from './import-list.types';
import type { Params, Table, TableRow } from './reading/table.rules';
import { fold } from './words/fold.rules';

/** Maximum number of reported errors, enough for every row of an ordinary file. */
export const MOST_ERRORS = 5_000;

export interface RowError {
  /** As a spreadsheet numbers it; 0 is the file as a whole. */
  readonly row: number;
  readonly field: string | null;
  /** The heading over the cell. */
  readonly column: string | null;
  readonly code: string;
  readonly params: Params;
  /** In the reader's language. */
  readonly sentence: string;
}

/** How many rows have errors of one kind, under the key of its words. */
export interface ErrorKind {
  readonly label: string;
  readonly rows: number;
}

const KINDS: Readonly<Record<string, string>> = {
  'common.required': 'imports:error_kind.missing',
  'imports.same_row': 'imports:error_kind.same_row',
};

/** The errors of a file by kind, the most frequent first; a list names the kinds that are its own. */
export function kindsOf(list: ImportList, errors: readonly RowError[]): ErrorKind[] {
  const rows = new Map<string, Set<number>>();
  for (const { row, code } of errors) {
    const kind = row === 0 ? 'imports:error_kind.file' : 'imports:error_kind.value';
    const label = list.errorKinds?.[code] ?? KINDS[code] ?? kind;
    rows.set(label, (rows.get(label) ?? new Set()).add(row));
  }
  return [...rows]
    .map(([label, all]) => ({ label, rows: all.size }))
    .sort((a, b) => b.rows - a.rows || a.label.localeCompare(b.label));
}

export interface CheckedRows {
  readonly rows: readonly NumberedRow<unknown>[];
  readonly errors: readonly RowError[];
}

/** After so many rows everybody else has a turn: a file of 20,000 rows takes a second to check. */
const ROWS_AT_A_TIME = 250;

export async function checkRows(
  list: ImportList,
  table: Table,
  columns: Columns,
  { today, language }: { today: CivilDate; language: Language },
): Promise<CheckedRows> {
  const rows: NumberedRow<unknown>[] = [];
  const errors: RowError[] = [];
  const seen = new Map<string, number>();
  const say = rowErrorFormatter(list, table, columns, language);
  for (const [place, row] of table.rows.entries()) {
    if (place % ROWS_AT_A_TIME === ROWS_AT_A_TIME - 1) await setImmediate();
    const found = rowOf(list, table, columns, row, today, seen);
    if (found.errors.length === 0) rows.push({ row: row.row, value: found.value });
    else errors.push(...found.errors.map((error) => say(row.row, error)));
    if (errors.length >= MOST_ERRORS) {
      errors.push(say(row.row, { code: 'imports.too_many_errors', params: { max: MOST_ERRORS } }));
      break;
    }
  }
  return { rows, errors };
}

type RowProblem = { readonly code: string; readonly params: Params; readonly field?: string };

function rowOf(
  list: ImportList,
  { headings }: Table,
  columns: Columns,
  row: TableRow,
  today: CivilDate,
  seen: Map<string, number>,
): { value: unknown; errors: readonly RowProblem[] } {
  const { cells } = row;
  const width = Math.max(row.width ?? 0, cells.length);
  if (cells.length > headings.length || (row.width ?? headings.length) < headings.length)
    return bad('row_cells', { found: width, expected: headings.length });
  const lonely = cells.findIndex(
    (cell, place) =>
      fold(headings[place]!) === '' && columns[place] === LEFT_OUT && cell.trim() !== '',
  );
  if (lonely >= 0) return bad('no_heading', { place: lonely + 1 });
  const dirty = cells.findIndex((cell, place) => columns[place] !== LEFT_OUT && !isCleanText(cell));
  if (dirty >= 0) return bad('unreadable_cell', { place: dirty + 1 }, columns[dirty]!);
  const given = new Map<string, string>();
  columns.forEach((key, place) => {
    if (key !== null && key !== LEFT_OUT) given.set(key, (cells[place] ?? '').trim());
  });
  const missing = list.fields.filter(({ key, required }) => required && !given.get(key));
  const { row: value, errors } = list.read(given, { today });
  const unread = new Set(missing.map(({ key, fills = key }) => fills));
  const all: RowProblem[] = [
    ...missing.map(({ key, fills = key }) => ({
      code: 'common.required',
      params: {},
      field: fills,
    })),
    ...errors.filter(({ field }) => !unread.has(field ?? '')),
  ];
  const print = JSON.stringify([...given].map(([key, cell]) => [key, fold(cell)]));
  const before = seen.get(print);
  if (before !== undefined && (list.isSlipTwice?.(value) ?? true))
    all.push({ code: 'imports.same_row', params: { first: before } });
  else seen.set(print, before ?? row.row);
  return { value, errors: all };
}

const bad = (code: string, params: Params, field?: string) => ({
  value: null,
  errors: [{ code: `imports.${code}`, params, field }],
});

/** Formats row errors with the heading of their column. */
export function rowErrorFormatter(
  list: ImportList,
  table: Table,
  columns: Columns,
  language: Language,
) {
  const headingOf = (field: string): string | null => {
    const place = placeOf(list, columns, field);
    return place < 0 ? null : shortenForMessage(table.headings[place]!.trim());
  };
  return (row: number, { code, params, field }: RowProblem | DomainError): RowError => {
    const column = field === undefined ? null : headingOf(field);
    const sentence = translate(language, keyOfCode(code), { ...params });
    return { row, field: field ?? null, column, code, params, sentence };
  };
}
