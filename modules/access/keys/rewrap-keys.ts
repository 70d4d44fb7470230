import { Client } from 'pg';
import type { KeyFile } from './key-file.format';
import { Keys, type RecordKind } from './keys.service';

export interface RewrappedKeys {
  readonly rewrapped: number;
  /** Keys that no master key of the file unwraps; they are not changed. */
  readonly unreadable: number;
}

const AT_ONCE = 500;

interface WrappedKey {
  readonly kind: 'case' | RecordKind;
  readonly id: string;
  readonly wrapped: Buffer;
}

/**
 * Wraps all keys of people and records with the master key in use, 500 per transaction. Runs as owner of the database,
 * since the application may not change keys. Can be stopped and repeated while servers are running.
 */
export async function rewrapKeys(
  ownerUrl: string,
  file: KeyFile,
  progress: (done: number) => void = () => undefined,
): Promise<RewrappedKeys> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'mawa-keys' });
  await client.connect();
  try {
    const keys = new Keys(file);
    const answer = { rewrapped: 0, unreadable: 0 };
    let after: WrappedKey | undefined;
    for (;;) {
      const { rows }: { rows: WrappedKey[] } = await client.query<WrappedKey>(
        'SELECT kind, id, wrapped FROM keys_of_other_masters($1, $2, $3, $4)',
        [file.id, after?.kind ?? null, after?.id ?? null, AT_ONCE],
      );
      const readable = rows.flatMap((row) => rewrapped(keys, row) ?? []);
      const { rows: changed } = await client.query<{ many: number }>(
        'SELECT rewrap_keys($1, $2, $3, $4, $5) AS many',
        [
          file.id,
          readable.map(({ kind }) => kind),
          readable.map(({ id }) => id),
          readable.map(({ wrapped }) => wrapped),
          readable.map(({ anew }) => anew),
        ],
      );
      answer.rewrapped += changed[0]!.many;
      answer.unreadable += rows.length - readable.length;
      progress(answer.rewrapped);
      if (rows.length < AT_ONCE) return answer;
      after = rows.at(-1);
    }
  } finally {
    await client.end();
  }
}

function rewrapped(keys: Keys, row: WrappedKey): (WrappedKey & { anew: Buffer }) | null {
  try {
    const key = keys.unwrap(row.kind, row.id, row.wrapped);
    return { ...row, anew: keys.wrap(row.kind, row.id, key) };
  } catch {
    return null;
  }
}
