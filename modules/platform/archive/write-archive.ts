/** One archive of everything: tables as JSON Lines with their schema, and the wrapped keys in a file of their own. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { zipJs } from '../shared/zip-js';
import {
  ARCHIVE_FILE,
  ARCHIVE_FORMAT,
  type ArchiveManifest,
  type ArchiveMember,
  ArchiveRefused,
  dataMember,
  ERASURES,
  isOfKeys,
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
  tablesOf,
  type TableSchema,
} from './archive-schema.queries';
import { keysLines, rowsOf } from './archive-rows.queries';
import { type ArchiveSink, fileSink, type OpenSink } from './archive-sink';

export interface ArchiveSource {
  /** Connection of a role that bypasses row-level security (docs/backup.md). */
  readonly url: string;
  readonly folder: string;
  /** Contents of the erasure log beside the key file. */
  readonly erasures: string;
  readonly now: Date;
  /** Names of the two files in the folder; those of an archive without it. */
  readonly names?: { readonly file: string; readonly keys: string };
  /** How they are written; as they are without it. */
  readonly openSink?: OpenSink;
}

export interface WrittenArchive {
  readonly file: string;
  readonly keys: string;
  /** SHA-256 of both, before encryption. */
  readonly digests: { readonly file: string; readonly keys: string };
  readonly tables: number;
  readonly rows: number;
}

/** Both files, of one instant; each gets its name once it is whole, and nothing is left of one that is not. */
export async function writeArchive(source: ArchiveSource): Promise<WrittenArchive> {
  const { names = { file: ARCHIVE_FILE, keys: KEYS_FILE }, openSink = fileSink } = source;
  const [file, keys] = [join(source.folder, names.file), join(source.folder, names.keys)];
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
    const { members, digest } = await writeData(client, source, tables, openSink(`${file}.part`));
    const written = await writeKeys(client, tables, digest, openSink(`${keys}.part`));
    renameSync(`${file}.part`, file);
    renameSync(`${keys}.part`, keys);
    const rows = [...members.map(({ rows: n = 0 }) => n), ...Object.values(written.counts)];
    return {
      file,
      keys,
      digests: { file: digest, keys: written.digest },
      tables: tables.length,
      rows: rows.reduce((sum, n) => sum + n, 0),
    };
  } finally {
    for (const path of [file, keys]) rmSync(`${path}.part`, { force: true });
    await client.end();
  }
}

async function writeData(
  client: Client,
  { erasures, now }: ArchiveSource,
  tables: readonly TableSchema[],
  sink: ArchiveSink,
): Promise<{ members: ArchiveMember[]; digest: string }> {
  const { ZipWriter } = zipJs();
  const zip = new ZipWriter(sink.writable, { useWebWorkers: false, level: 6 });
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
  return { members, digest: await sink.finished() };
}

/** The last line is the digest of all lines before it; the first names the archive by its own. */
async function writeKeys(
  client: Client,
  tables: readonly TableSchema[],
  archive: string,
  sink: ArchiveSink,
): Promise<{ counts: Record<string, number>; digest: string }> {
  const counts: Record<string, number> = {};
  for (const { table } of tables.filter((one) => isOfKeys(one.table))) {
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${quoted(table)}`,
    );
    counts[table] = rows[0]!.n;
  }
  const head: KeysHead = { format: KEYS_FORMAT, archive, tables: counts };
  const hash = createHash('sha256');
  const writer = sink.writable.getWriter();
  for await (const lines of keysLines(client, tables, head)) {
    hash.update(lines);
    await writer.write(Buffer.from(lines));
  }
  await writer.write(Buffer.from(`${JSON.stringify({ sha256: hash.digest('hex') })}\n`));
  await writer.close();
  return { counts, digest: await sink.finished() };
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
