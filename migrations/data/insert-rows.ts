import type { QueryRunner } from 'typeorm';

/** A table and its rows, every row with the same columns; what a column is not given is its default. */
export type TableRows = readonly [
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
];

/** One statement a table, in the order of the rows: identity columns count in it. */
export async function insertRows(
  queryRunner: QueryRunner,
  [table, rows]: TableRows,
): Promise<void> {
  const columns = Object.keys(rows[0]!)
    .map((column) => `"${column}"`)
    .join(', ');
  await queryRunner.query(
    `INSERT INTO ${table} (${columns})
     SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
