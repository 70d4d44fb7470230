/** A list of people as a file that someone really has, read into new people or into reasons why not. */
import { parse } from 'csv-parse/sync';
import { DomainError } from '../../../src/shared/domain-error';
import type { CivilDate } from '../../../src/shared/nights';
import type { NewPerson } from '../new-person';
import { shown, validatePerson } from '../person.rules';
import { type Column, FIELD, columnOf } from './columns';
import { type Encoding, decode } from './decode';
import { fold } from './fold';
import { readPerson } from './read-person';

export interface ImportError {
  /** The row as a spreadsheet numbers it; the headings are row 1, 0 is the file as a whole. */
  row: number;
  /** The field of a new person; `params.column` names the heading in the file. */
  field?: string;
  code: string;
  params: Record<string, string | number>;
}

export interface ParsedBeneficiaries {
  rows: NewPerson[];
  /** For each person of `rows` the row of the file. */
  rowNumbers: number[];
  errors: ImportError[];
  encoding: Encoding | null;
  delimiter: string | null;
}

export const MAX_ROWS = 10_000;
const MAX_ERRORS = 500;
const DELIMITERS = [';', ',', '\t', '|'];

/** Reads all rows and reports all that is wrong; importing all or nothing is the caller's part. */
export function parseBeneficiaries(
  bytes: Buffer,
  { today }: { today: CivilDate },
): ParsedBeneficiaries {
  const result: ParsedBeneficiaries = {
    rows: [],
    rowNumbers: [],
    errors: [],
    encoding: null,
    delimiter: null,
  };
  try {
    const { text, encoding } = decode(bytes);
    result.encoding = encoding;
    result.delimiter = delimiterOf(text);
    readTable(recordsOf(text, result.delimiter), today, result);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const { row, ...params } = error.params;
    result.errors.push({ row: Number(row ?? 0), code: error.code, params });
  }
  return result;
}

/** The sign between cells under which most headings are understood. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 20_000);
  const firstLine = head.slice(0, head.search(/[\r\n]|$/));
  const [best] = DELIMITERS.map((delimiter) => {
    const cells = firstLine.split(delimiter);
    const known = cells.filter((cell) => columnOf(cell) !== undefined).length;
    return { delimiter, known, cells: cells.length };
  }).sort((a, b) => b.known - a.known || b.cells - a.cells);
  if (!best || best.known === 0) throw new DomainError('invalid', 'people.import_no_known_column');
  return best.delimiter;
}

function recordsOf(text: string, delimiter: string): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000,
      to: MAX_ROWS + 2,
    });
  } catch (error) {
    const row = error instanceof Error && 'lines' in error ? Number(error.lines) : 0;
    throw new DomainError('invalid', 'people.import_quotes', { row });
  }
}

function readTable(
  [headings = [], ...records]: string[][],
  today: CivilDate,
  result: ParsedBeneficiaries,
): void {
  const columns = readHeadings(headings, result);
  if (result.errors.length > 0) return;
  const filled = records.map((cells, place) => ({ cells, row: place + 2 })).filter(notBlank);
  if (filled.length === 0) throw new DomainError('invalid', 'people.import_no_rows');
  if (records.length > MAX_ROWS)
    throw new DomainError('too_large', 'people.import_too_many_rows', { max: MAX_ROWS });
  const seen = new Map<string, number>();
  for (const { cells, row } of filled) {
    readRow({ cells, row, columns, headings, today, seen }, result);
    if (result.errors.length >= MAX_ERRORS) {
      result.errors.push({
        row,
        code: 'people.import_too_many_errors',
        params: { max: MAX_ERRORS },
      });
      return;
    }
  }
}

const notBlank = ({ cells }: { cells: string[] }): boolean =>
  cells.some((cell) => cell.trim() !== '');

function readHeadings(headings: string[], result: ParsedBeneficiaries): Column[] {
  const wrong = (code: string, column: string, place: number): void => {
    const params = { column: shown(column.trim()), place: place + 1 };
    result.errors.push({ row: 1, code: `people.${code}`, params });
  };
  const seen = new Set<Column>();
  return headings.map((heading, place) => {
    const column = columnOf(heading);
    if (fold(heading) === '') return 'ignored';
    if (column === undefined) wrong('import_unknown_column', heading, place);
    else if (column !== 'ignored' && seen.has(column)) wrong('import_column_twice', heading, place);
    else seen.add(column);
    return column ?? 'ignored';
  });
}

interface Row {
  cells: string[];
  row: number;
  columns: Column[];
  headings: string[];
  today: CivilDate;
  seen: Map<string, number>;
}

function readRow(
  { cells, row, columns, headings, today, seen }: Row,
  result: ParsedBeneficiaries,
): void {
  const found = lastFilled(cells) + 1;
  if (cells.length < columns.length || found > columns.length) {
    const params = { found: Math.max(found, cells.length), expected: columns.length };
    result.errors.push({ row, code: 'people.import_cells', params });
    return;
  }
  const lonely = columns.findIndex(
    (column, place) =>
      column === 'ignored' && fold(headings[place]!) === '' && cells[place]!.trim() !== '',
  );
  if (lonely >= 0) {
    result.errors.push({ row, code: 'people.import_no_heading', params: { place: lonely + 1 } });
    return;
  }
  const headingOf = (field: string): string =>
    (headings[columns.findIndex((column) => FIELD[column] === field)] ?? field).trim();
  const { person, errors } = readPerson(columns, cells, today);
  const unread = new Set(errors.map(({ field }) => field));
  const all = [
    ...errors,
    ...validatePerson(person, today).filter(({ field }) => !unread.has(field)),
  ];
  for (const { code, params, field } of all)
    result.errors.push({ row, field, code, params: { ...params, column: headingOf(field ?? '') } });

  const fingerprint = JSON.stringify(cells.slice(0, columns.length).map(fold));
  const before = seen.get(fingerprint);
  const twice = before !== undefined && isRecognisable(person);
  if (twice) result.errors.push({ row, code: 'people.import_same_row', params: { first: before } });
  else seen.set(fingerprint, before ?? row);
  if (all.length > 0 || twice) return;
  result.rows.push(person);
  result.rowNumbers.push(row);
}

const lastFilled = (cells: string[]): number => cells.findLastIndex((cell) => cell.trim() !== '');

/** Two people of whom only the age is known may well be two; the same name twice is a slip. */
const isRecognisable = ({ names, phone, documents }: NewPerson): boolean =>
  Boolean(names.given || names.family || phone) || names.aliases.length + documents.length > 0;
