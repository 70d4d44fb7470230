import type { Tx } from './transactions';

export type InsertedRow = Readonly<Record<string, unknown>>;

/** Inserts a row by column names; the names must come from code, never from user input. */
export function insertRow(tx: Tx, table: string, row: InsertedRow): Promise<unknown> {
  const columns = Object.keys(row);
  const values = columns.map((_, place) => `$${place + 1}`);
  return tx.query(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`,
    Object.values(row),
  );
}
