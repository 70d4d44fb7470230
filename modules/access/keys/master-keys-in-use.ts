import { Client, type ClientBase } from 'pg';
import type { Env } from '../../platform/config/env';
import { latestRelease, refuseOtherSchema } from '../../platform/database/release';
import type { KeyFile } from './key-file.format';
import { keyRingOf } from './key-ring';

/** Share of the keys in this database that the local key file can unwrap. */
export type KeyFileFit = 'all' | 'some' | 'none';

/** Ids of the master keys that wrap keys in this database. */
export async function masterKeysInUse(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT master_keys_in_use() AS name ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}

/** `all` for a database without keys. */
export function fitOf(used: readonly string[], file: Pick<KeyFile, 'id' | 'previous'>): KeyFileFit {
  const known = new Set([file.id, ...file.previous.map(({ id }) => id)]);
  const opened = used.filter((name) => known.has(name)).length;
  if (opened === used.length) return 'all';
  return opened === 0 ? 'none' : 'some';
}

/**
 * Checks the local key file against the database. Throws WrongSchema for a schema that this version does not support.
 */
export async function keyFileFit(env: Env, databaseUrl: string): Promise<KeyFileFit> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // The query needs the schema of this version.
    refuseOtherSchema(await latestRelease(client));
    return fitOf(await masterKeysInUse(client), keyRingOf(env));
  } finally {
    await client.end();
  }
}

/**
 * Refuses, before a process serves or a command writes, a key file that can unwrap no key of this database: it is
 * another installation's, or was created anew, and what is sealed with it could not be read with the right one.
 * MAWA_KEYS_LOST skips the check if the right file no longer exists. Throws WrongSchema for a schema that this version
 * does not support.
 */
export async function refuseForeignKeyFile(env: Env, databaseUrl: string): Promise<void> {
  if (env.MAWA_KEYS_LOST || (await keyFileFit(env, databaseUrl)) !== 'none') return;
  throw new Error(
    `MAWA_KEY_FILE: ${env.keyFile} is not the key file of this database: it opens none of its names. ` +
      'Put the copy of the right one in its place; after a restore, that of the day of the backup (docs/keys.md).',
  );
}
