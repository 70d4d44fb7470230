import { Client } from 'pg';

/** Rows of each table, and a digest of all that stands in them. */
export async function contents(url: string): Promise<Record<string, string>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'keys') AND tablename <> 'migrations' ORDER BY 1`,
    );
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ told: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS told FROM ${name} t`,
      );
      found[name] = rows[0]!.told;
    }
    return found;
  } finally {
    await client.end();
  }
}
