import { Client } from 'pg';
import type { Env } from '../config/env';
import { latestRelease, refuseOtherSchema } from './release';

/** Marks a database without accounts as one of invented people; one that has accounts stays what it is. */
export async function markSynthetic(ownerUrl: string): Promise<void> {
  await asked(ownerUrl, (client) =>
    client.query(
      `INSERT INTO installation (synthetic, made_at)
       SELECT true, $1 WHERE NOT EXISTS (SELECT 1 FROM users WHERE NOT system) ON CONFLICT DO NOTHING`,
      [new Date()],
    ),
  );
}

/**
 * Environment of a process on this database. For a synthetic database it marks every page and file and disables mail,
 * whatever the environment says. Throws WrongSchema for a schema that this version does not support.
 */
export async function environmentOf(env: Env, databaseUrl: string): Promise<Env> {
  const synthetic = (await isSynthetic(databaseUrl)) || env.MAWA_SYNTHETIC;
  return synthetic ? { ...env, MAWA_SYNTHETIC: true, MAWA_MAIL_URL: undefined } : env;
}

/** Refuses a schema that this version cannot work with. */
export const isSynthetic = (databaseUrl: string): Promise<boolean> =>
  asked(databaseUrl, async (client) => {
    refuseOtherSchema(await latestRelease(client));
    const { rows } = await client.query<{ synthetic: boolean }>(
      'SELECT synthetic FROM installation',
    );
    return rows[0]?.synthetic ?? false;
  });

async function asked<T>(connectionString: string, ask: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
