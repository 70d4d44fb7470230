/** A linear programme in whole numbers, as it is built: columns with what they are worth, rows that bind them. */
export interface Column {
  readonly value: number;
  readonly most: number;
}

export interface Row {
  readonly terms: readonly (readonly [column: number, times: number])[];
  readonly least: number;
  readonly most: number;
}

export class LinearProgram {
  readonly columns: Column[] = [];
  readonly rows: Row[] = [];

  column(value: number, most = 1): number {
    return this.columns.push({ value, most }) - 1;
  }

  atMost(most: number, terms: Row['terms']): void {
    if (terms.length > 0) this.rows.push({ terms, least: -Infinity, most });
  }

  atLeast(least: number, terms: Row['terms']): void {
    this.rows.push({ terms, least, most: Infinity });
  }

  equal(terms: Row['terms']): void {
    if (terms.length > 0) this.rows.push({ terms, least: 0, most: 0 });
  }
}
