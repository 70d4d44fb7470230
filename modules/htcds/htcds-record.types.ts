/** A case as HTCDS writes it: rows of the ten tables, each a map from field to text. */
import { TABLES, type Table } from './data/fields-2.0.data';

/** By the name of the field; what is empty has no entry. */
export type Cells = Readonly<Record<string, string>>;

/** Tables with rows of a person; organisations belong to the file. */
export const PERSON_TABLES = TABLES.filter((table) => table !== 'org') as readonly PersonTable[];
export type PersonTable = Exclude<Table, 'org'>;
/** A person has one row of each of these at most. */
export const SINGLE: readonly Table[] = ['prs', 'vic', 'cas', 'con'];

export type Rows = Readonly<Record<PersonTable, readonly Cells[]>>;

export interface HtcdsRecord {
  /** Id within this file only. */
  readonly id: string;
  readonly rows: Rows;
}

export interface HtcdsFile {
  /** Places and organisations that lookups name; no two of one name. */
  readonly organisations: readonly Cells[];
  readonly records: readonly HtcdsRecord[];
}

export const EMPTY_ROWS: Rows = Object.fromEntries(
  PERSON_TABLES.map((table) => [table, []]),
) as unknown as Rows;

/** Without what is empty. */
export const cellsOf = (given: Readonly<Record<string, string | null | undefined>>): Cells =>
  Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );

export const one = (rows: Rows, table: PersonTable): Cells => rows[table][0] ?? {};

export const MANY = ';';
export const manyOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split(MANY)
    .map((value) => value.trim())
    .filter((value) => value !== '');
