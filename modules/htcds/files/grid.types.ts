/** A file as it is written, before anybody asks what it means. */
export interface GridRow {
  /** As a spreadsheet numbers it. */
  readonly number: number;
  readonly cells: readonly string[];
}

export interface Grid {
  /** The name of a sheet; empty for a flat table. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly GridRow[];
  /** Cells with a formula, whose values were computed. */
  readonly formulas: readonly { readonly row: number; readonly column: number }[];
}

export const LIMITS = {
  sheets: 20,
  rows: 5_000,
  columns: 120,
  cell: 32_767,
  unpacked: 60_000_000,
} as const;
export type SizeLimit = 'sheets' | 'rows' | 'columns';
