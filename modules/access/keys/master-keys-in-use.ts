import { Client, type ClientBase } from 'pg';
import type { Env } from '../../platform/config/env';
import { latestRelease, refuseOtherSchema } from '../../platform/database/release';
import type { KeyFile } from './key-file.format';
import { keyRingOf } from './key-ring';

/** How the key file that lies there fits the keys that this database holds. */
export type KeyFileFit = 'all' | 'some' | 'none';

/** Names of the master keys that wrap something in this database. */
export async function masterKeysInUse(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT master_keys_in_use() AS name ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}

/** A database without keys fits each file. */
export function fitOf(used: readonly string[], file: Pick<KeyFile, 'id' | 'previous'>): KeyFileFit {
  const known = new Set([file.id, ...file.previous.map(({ id }) => id)]);
  const opened = used.filter((name) => known.has(name)).length;
  if (opened === used.length) return 'all';
  return opened === 0 ? 'none' : 'some';
}

/** Of the key file that lies on this machine. Refuses a schema that this version cannot work with (WrongSchema). */
export async function keyFileFit(env: Env, databaseUrl: string): Promise<KeyFileFit> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // A schema of another version does not know the question.
    refuseOtherSchema(await latestRelease(client));
    return fitOf(await masterKeysInUse(client), keyRingOf(env));
  } finally {
    await client.end();
  }
}

/**
 * Before a process serves or a command writes: a key file that opens nothing here is that of another installation, or was
 * made anew. What is sealed with it cannot be read with the right one. MAWA_KEYS_LOST: there is no right one. Refuses a schema
 * that this version cannot work with (WrongSchema).
 */
export async function refuseForeignKeyFile(env: Env, databaseUrl: string): Promise<void> {
  if (env.MAWA_KEYS_LOST || (await keyFileFit(env, databaseUrl)) !== 'none') return;
  throw new Error(
    `MAWA_KEY_FILE: ${env.keyFile} is not the key file of this database: it opens none of its names. ` +
      'Put the copy of the right one in its place; after a restore, that of the day of the backup (docs/keys.md).',
  );
}
