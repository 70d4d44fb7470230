import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { isOfKeys, type KeysHead, keysLine } from './archive-format';
import { quoted, storedColumns, type TableSchema } from './archive-schema.queries';

/** So much of a table is in memory at a time. */
const PIECE_BYTES = 2_000_000;
const MOST_ROWS = 2_000;

/** Rows as JSON, some at a time, in the order of the primary key. */
export async function* rowsOf(client: Client, table: TableSchema): AsyncGenerator<string[]> {
  const order = table.primaryKey.map(quoted).join(', ');
  await client.query(
    `DECLARE archived NO SCROLL CURSOR FOR
       SELECT row_to_json(r)::text AS line
         FROM (SELECT ${storedColumns(table)} FROM ${quoted(table.table)}${order && ` ORDER BY ${order}`}) r`,
  );
  const rowsAtATime = Math.max(1, Math.min(MOST_ROWS, Math.floor(PIECE_BYTES / table.rowBytes)));
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`FETCH ${rowsAtATime} FROM archived`);
    if (rows.length === 0) break;
    yield rows.map(({ line }) => line);
  }
  await client.query('CLOSE archived');
}

/** SHA-256 of the rows in the format of the archive. */
export async function digestOfTable(client: Client, table: TableSchema): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of rowsOf(client, table)) hash.update(`${piece.join('\n')}\n`);
  return hash.digest('hex');
}

/** The lines of a file of keys but its last, piece by piece. */
export async function* keysLines(
  client: Client,
  tables: readonly TableSchema[],
  head: KeysHead,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  for (const table of tables.filter((one) => isOfKeys(one.table))) {
    for await (const piece of rowsOf(client, table))
      yield piece.map((row) => `${keysLine(table.table, row)}\n`).join('');
  }
}
