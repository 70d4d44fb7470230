/** One archive of everything: tables as JSON Lines with their schema, and the wrapped keys in a file of their own. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { ZipWriter } from '@zip.js/zip.js';
import { Client } from 'pg';
import {
  ARCHIVE_FILE,
  ARCHIVE_FORMAT,
  type ArchiveManifest,
  type ArchiveMember,
  ArchiveRefused,
  dataMember,
  ERASURES,
  isOfKeys,
  keysLine,
  KEYS_FILE,
  KEYS_FORMAT,
  type KeysHead,
  MANIFEST,
  SCHEMA,
} from './archive-format';
import {
  foreignKeysOf,
  migrationsOf,
  quoted,
  sequencesOf,
  storedColumns,
  tablesOf,
  type TableSchema,
} from './archive-schema.queries';

/** So much of a table is in memory at a time. */
const PIECE_BYTES = 2_000_000;
const MOST_ROWS = 2_000;

export interface ArchiveSource {
  /** Of a role that row-level security does not keep from any row (docs/backup.md). */
  readonly url: string;
  readonly folder: string;
  /** The text of the log of erasures, which stands beside the key file. */
  readonly erasures: string;
  readonly now: Date;
}

export interface WrittenArchive {
  readonly file: string;
  readonly keys: string;
  readonly tables: number;
  readonly rows: number;
}

/** Both files, of one instant; each gets its name once it is whole. */
export async function writeArchive(source: ArchiveSource): Promise<WrittenArchive> {
  const [file, keys] = [join(source.folder, ARCHIVE_FILE), join(source.folder, KEYS_FILE)];
  mkdirSync(source.folder, { recursive: true, mode: 0o700 });
  for (const path of [file, keys])
    if (existsSync(path)) throw new ArchiveRefused(`${path} is there already`);
  const client = new Client({ connectionString: source.url });
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    // Without it a role that sees some rows only would write an archive that looks whole.
    await client.query('SET LOCAL row_security = off');
    await client.query(`SET LOCAL TimeZone = 'UTC'`);
    const tables = await tablesOf(client);
    const members = await writeData(client, source, tables, `${file}.part`);
    const counts = await writeKeys(client, tables, `${file}.part`, `${keys}.part`);
    renameSync(`${file}.part`, file);
    renameSync(`${keys}.part`, keys);
    const rows = [...members.map(({ rows: n = 0 }) => n), ...Object.values(counts)];
    return { file, keys, tables: tables.length, rows: rows.reduce((sum, n) => sum + n, 0) };
  } finally {
    await client.end();
  }
}

async function writeData(
  client: Client,
  { erasures, now }: ArchiveSource,
  tables: readonly TableSchema[],
  path: string,
): Promise<ArchiveMember[]> {
  const stream = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  const zip = new ZipWriter(Writable.toWeb(stream), { useWebWorkers: false, level: 6 });
  const members: ArchiveMember[] = [];
  const add = async (name: string, pieces: AsyncIterable<string> | Iterable<string>) => {
    const hash = createHash('sha256');
    await zip.add(name, streamOf(pieces, hash));
    return { name, sha256: hash.digest('hex') };
  };
  for (const table of tables) {
    if (isOfKeys(table.table)) continue;
    let rows = 0;
    const lines = async function* (): AsyncGenerator<string> {
      for await (const piece of rowsOf(client, table)) {
        rows += piece.length;
        yield `${piece.join('\n')}\n`;
      }
    };
    members.push({ ...(await add(dataMember(table.table), lines())), rows });
  }
  const schema = { tables, foreignKeys: await foreignKeysOf(client) };
  members.push(await add(SCHEMA, [`${JSON.stringify(schema, null, 1)}\n`]));
  members.push(await add(ERASURES, [erasures]));
  const manifest: ArchiveManifest = {
    format: ARCHIVE_FORMAT,
    madeAt: now.toISOString(),
    migrations: await migrationsOf(client),
    sequences: await sequencesOf(client),
    members,
  };
  await add(MANIFEST, [`${JSON.stringify(manifest, null, 1)}\n`]);
  await zip.close();
  return members;
}

/** The last line is the digest of all lines before it; the first names the archive by its own. */
async function writeKeys(
  client: Client,
  tables: readonly TableSchema[],
  archive: string,
  path: string,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const ofKeys = tables.filter(({ table }) => isOfKeys(table));
  for (const { table } of ofKeys) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${quoted(table)}`,
    );
    counts[table] = rows[0]!.n;
  }
  const head: KeysHead = { format: KEYS_FORMAT, archive: await sha256Of(archive), tables: counts };
  const hash = createHash('sha256');
  const stream = createWriteStream(path, { mode: 0o600, flags: 'wx' });
  const write = async (line: string): Promise<void> => {
    hash.update(line);
    if (!stream.write(line)) await once(stream, 'drain');
  };
  await write(`${JSON.stringify(head)}\n`);
  for (const table of ofKeys) {
    for await (const piece of rowsOf(client, table))
      await write(piece.map((row) => `${keysLine(table.table, row)}\n`).join(''));
  }
  stream.end(`${JSON.stringify({ sha256: hash.digest('hex') })}\n`);
  await once(stream, 'finish');
  return counts;
}

/** Rows as JSON, some at a time, in the order of the primary key. */
async function* rowsOf(client: Client, table: TableSchema): AsyncGenerator<string[]> {
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

function streamOf(
  pieces: AsyncIterable<string> | Iterable<string>,
  hash: ReturnType<typeof createHash>,
): ReadableStream<Uint8Array> {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      const part = Buffer.from(piece);
      hash.update(part);
      yield part;
    }
  };
  const all = bytes();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await all.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
