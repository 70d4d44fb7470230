/** From tables to records: each heading, row and value is checked against the standard and reported by its position. */
import {
  FIELD_OF,
  FIELDS,
  fieldsOf,
  SECTION_OF,
  type Table,
  TABLES,
} from '../data/fields-2.0.data';
import {
  type Cells,
  EMPTY_ROWS,
  type HtcdsFile,
  type PersonTable,
  SINGLE,
} from '../htcds-record.types';
import { checkCell } from '../rules/cell.rules';
import type { Grid } from './grid.types';

export interface FileError {
  /** The sheet; empty for a flat file. */
  readonly sheet: string;
  /** As a spreadsheet numbers it; 0 is the sheet as a whole. */
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Positions of the rows of each record, for later errors. */
export type RowPositions = ReadonlyMap<string, Partial<Record<Table, number>>>;

export interface ReadRecords {
  readonly file: HtcdsFile;
  readonly places: RowPositions;
  readonly flat: boolean;
  readonly errors: readonly FileError[];
}

export const MOST_RECORDS = 200;

export function readRecords(grids: readonly Grid[]): ReadRecords {
  const [first, second] = grids;
  const flat = first !== undefined && second === undefined && first.name === '';
  return new RecordReader(flat).of(grids);
}

class RecordReader {
  private readonly errors: FileError[] = [];
  private readonly rows = new Map<string, Partial<Record<PersonTable, Cells[]>>>();
  private readonly places = new Map<string, Partial<Record<Table, number>>>();
  private readonly organisations = new Map<string, Cells>();

  constructor(private readonly flat: boolean) {}

  of(grids: readonly Grid[]): ReadRecords {
    for (const { name, formulas, head } of grids) {
      for (const { row, column } of formulas.slice(0, 50)) {
        this.wrong(name, row, head[column - 1] ?? null, 'formula');
      }
    }
    if (this.flat) this.flatTable(grids[0]!);
    else this.sheets(grids);
    if (this.errors.length === 0 && this.rows.size === 0) this.wrong('', 0, null, 'no_row');
    if (this.rows.size > MOST_RECORDS) {
      this.wrong('', 0, null, 'too_many_records', { max: MOST_RECORDS });
    }
    const records = [...this.rows].map(([id, rows]) => ({ id, rows: { ...EMPTY_ROWS, ...rows } }));
    const file = { organisations: [...this.organisations.values()], records };
    return { file, places: this.places, flat: this.flat, errors: this.errors };
  }

  private sheets(grids: readonly Grid[]): void {
    const found = new Map<Table, Grid>();
    for (const grid of grids) {
      const table = tableNamed(grid.name);
      if (table === null) {
        if (grid.rows.length > 0) this.wrong(grid.name, 0, null, 'unknown_sheet');
      } else if (found.has(table)) this.wrong(grid.name, 0, null, 'sheet_twice');
      else found.set(table, grid);
    }
    for (const table of TABLES) {
      const grid = found.get(table);
      if (!grid) this.wrong(table, 0, null, 'sheet_missing');
      else if (
        this.headIsRight(
          grid,
          fieldsOf(table).map(({ name }) => name),
        )
      ) {
        this.sheet(grid, table);
      }
    }
  }

  private headIsRight({ name, head }: Grid, official: readonly string[]): boolean {
    const [link = '', ...fields] = head;
    while (fields.length > official.length && fields.at(-1) === '') fields.pop();
    const at = Array.from({ length: Math.max(fields.length, official.length) }).findIndex(
      (_, place) => fields[place] !== official[place],
    );
    if (link === '' && at < 0) return true;
    this.wrong(name, 1, official[Math.max(at, 0)] ?? null, 'head_differs', {
      found: shown(link !== '' ? link : (fields[at] ?? '')),
      expected: link !== '' ? '' : (official[at] ?? ''),
    });
    return false;
  }

  private sheet(grid: Grid, table: Table): void {
    const fields = fieldsOf(table).map(({ name }) => name);
    for (const { number, cells } of grid.rows) {
      const row = this.checked(grid.name, number, fields, cells.slice(1));
      if (table === 'org') this.organisation(grid.name, number, row);
      else this.add(grid.name, number, table, cells[0]?.trim() ?? '', row);
    }
  }

  /** Flat format, one table of all fields: a case begins with its first row and continues in the following ones. */
  private flatTable(grid: Grid): void {
    const fields = FIELDS.map(({ name }) => name);
    if (!this.headIsRight(grid, fields)) return;
    let before = '';
    for (const { number, cells } of grid.rows) {
      const id = cells[0]?.trim() ?? '';
      const row = this.checked(grid.name, number, fields, cells.slice(1));
      if (id !== before && this.rows.has(id)) this.wrong('', number, null, 'id_twice', { id });
      before = id;
      if (!this.rows.has(id) && id !== '') this.rows.set(id, {});
      for (const table of TABLES) {
        const own = Object.fromEntries(
          Object.entries(row).filter(([name]) => FIELD_OF.get(name)!.table === table),
        );
        if (Object.keys(own).length === 0) continue;
        if (table === 'org') this.organisation(grid.name, number, own);
        else this.add(grid.name, number, table, id, own);
      }
    }
  }

  private checked(
    sheet: string,
    row: number,
    fields: readonly string[],
    cells: readonly string[],
  ): Cells {
    const read: Record<string, string> = {};
    fields.forEach((name, at) => {
      const text = (cells[at] ?? '').trim();
      if (text === '') return;
      const { value, wrong } = checkCell(FIELD_OF.get(name)!, text);
      if (wrong) this.wrong(sheet, row, name, wrong.code, { value: shown(text), ...wrong.params });
      else read[name] = value;
    });
    return read;
  }

  private organisation(sheet: string, row: number, cells: Cells): void {
    const name = cells.org_Name;
    if (name === undefined) this.wrong(sheet, row, 'org_Name', 'organisation_unnamed');
    else if (this.organisations.has(name)) {
      this.wrong(sheet, row, 'org_Name', 'organisation_twice', { value: shown(name) });
    } else this.organisations.set(name, cells);
  }

  private add(sheet: string, row: number, table: PersonTable, id: string, cells: Cells): void {
    if (id === '') return this.wrong(sheet, row, null, 'id_missing');
    if (id.length > 60) return this.wrong(sheet, row, null, 'id_long');
    const isNew = !this.rows.has(id);
    // People come first: a row of another table belongs to one of them.
    if (isNew && !this.flat && table !== 'prs') {
      return this.wrong(sheet, row, null, 'id_unknown', { id: shown(id) });
    }
    const rows = this.rows.get(id) ?? {};
    if (SINGLE.includes(table) && rows[table]) {
      return this.wrong(sheet, row, null, 'id_twice', { id: shown(id) });
    }
    rows[table] = [...(rows[table] ?? []), cells];
    this.rows.set(id, rows);
    this.places.set(id, { [table]: row, ...this.places.get(id) });
  }

  private wrong(
    sheet: string,
    row: number,
    column: string | null,
    code: string,
    params: FileError['params'] = {},
  ): void {
    if (this.errors.length < 200) {
      this.errors.push({ sheet, row, column, code: `htcds.${code}`, params });
    }
  }
}

const tableNamed = (sheet: string): Table | null => {
  const name = sheet.trim().toLowerCase();
  return TABLES.find((table) => table === name || SECTION_OF[table].toLowerCase() === name) ?? null;
};

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
