import { Client } from 'pg';
import { TRANSITION_ROWS } from '../../migrations/data/transitions';
import { freshDatabase } from '../support/database';

/** The rows by the values of these columns, in an order of their own. */
const sorted = (columns: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]) =>
  rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort();

describe('The legal steps of a process', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let client: Client;
  beforeAll(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.adminUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each(TRANSITION_ROWS)(
    'in the table %s are those that the code reads, no more and no fewer',
    async (table, written) => {
      const columns = Object.keys(written[0]!);
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
      expect(sorted(columns, rows)).toEqual(sorted(columns, written));
    },
  );

  it('stand in every table of steps that the database has', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname LIKE '%\\_transitions'`,
    );
    const written = TRANSITION_ROWS.map(([table]) => table);
    expect(rows.map(({ name }) => name).filter((name) => !written.includes(name))).toEqual([]);
  });
});
