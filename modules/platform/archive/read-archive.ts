/** Reads an archive of everything back into an empty Mawa: all of it in one transaction, or nothing. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { FileEntry } from '@zip.js/zip.js';
import { Client } from 'pg';
import {
  ARCHIVE_FORMAT,
  type ArchiveManifest,
  ArchiveRefused,
  dataMember,
  ERASURES,
  isOfKeys,
  KEYS_FORMAT,
  type KeysHead,
  keysLine,
  MANIFEST,
  SCHEMA,
} from './archive-format';
import {
  foreignKeysOf,
  migrationsOf,
  quoted,
  storedColumns,
  tablesOf,
  type TableSchema,
} from './archive-schema.queries';
import { digestOfTable, keysLines } from './archive-rows.queries';
import { fillingOrder, type ForeignKey } from './archive-tables.rules';
import { zipJs } from '../shared/zip-js';
import { randomAccessReader } from './random-access-file.reader';
import { sha256Of } from './write-archive';

/** So much is sent to the database in one statement. */
const PIECE_CHARS = 2_000_000;
const MOST_ROWS = 2_000;

export interface ArchiveTarget {
  /** Administrator connection to an empty, migrated database. */
  readonly url: string;
  readonly file: string;
  readonly keys: string;
  /** Reads every row back and compares it with the archive before anything is kept. */
  readonly verify?: boolean;
}

export interface ReadArchive {
  readonly tables: number;
  readonly rows: number;
  /** Contents of the erasure log, to be written beside the key file. */
  readonly erasures: string;
}

export async function readArchive(target: ArchiveTarget): Promise<ReadArchive> {
  const keys = await checkedKeys(target.keys);
  if ((await sha256Of(target.file)) !== keys.head.archive)
    throw new ArchiveRefused(
      'The archive is not the one that these keys belong to, or it was changed: nothing was read',
    );
  const handle = await open(target.file);
  const client = new Client({ connectionString: target.url });
  try {
    const entries = await entriesOf(handle);
    const manifest = await manifestOf(entries);
    await client.connect();
    return await fill(client, target, entries, manifest, keys);
  } finally {
    await client.end().catch(() => undefined);
    await handle.close();
  }
}

type Entries = ReadonlyMap<string, FileEntry>;

async function entriesOf(handle: FileHandle): Promise<Entries> {
  const { ZipReader } = zipJs();
  const zip = new ZipReader(randomAccessReader(handle), { useWebWorkers: false });
  try {
    const all = await zip.getEntries();
    return new Map(
      all.flatMap((entry) => (entry.directory ? [] : [[entry.filename, entry] as const])),
    );
  } catch {
    throw new ArchiveRefused('The archive is no ZIP file, or not a whole one');
  }
}

/** The members are those of the manifest, no more and no fewer. */
async function manifestOf(entries: Entries): Promise<ArchiveManifest> {
  const manifest = JSON.parse(await textOf(entries, MANIFEST)) as ArchiveManifest;
  if (manifest.format !== ARCHIVE_FORMAT)
    throw new ArchiveRefused(`The archive is of another format: ${String(manifest.format)}`);
  const named = new Set([MANIFEST, ...manifest.members.map(({ name }) => name)]);
  const missing = [...named].filter((name) => !entries.has(name));
  const beyond = [...entries.keys()].filter((name) => !named.has(name));
  if (missing.length > 0) throw new ArchiveRefused(`The archive lacks ${missing.join(', ')}`);
  if (beyond.length > 0)
    throw new ArchiveRefused(`The manifest does not name ${beyond.join(', ')}`);
  return manifest;
}

async function fill(
  client: Client,
  { keys, verify = false }: ArchiveTarget,
  entries: Entries,
  manifest: ArchiveManifest,
  { head, digest }: CheckedKeys,
): Promise<ReadArchive> {
  await client.query('BEGIN');
  await client.query(`SET LOCAL TimeZone = 'UTC'`);
  const tables = await tablesOf(client);
  await mustFit(client, tables, manifest, head);
  const references = await foreignKeysOf(client);
  const order = fillingOrder(
    tables.map(({ table }) => table),
    references,
  );
  const all = tables.map(({ table }) => quoted(table));
  // Triggers ran already where the archive was made; foreign keys and CHECK constraints stay active.
  for (const table of all) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${all.join(', ')}`);
  await mustBeDeferred(client, order.later, true);
  await client.query('SET CONSTRAINTS ALL DEFERRED');
  let rows = 0;
  for (const name of order.tables) {
    const table = tables.find((one) => one.table === name)!;
    const lines = isOfKeys(name) ? keyLines(keys, name) : linesOf(entries, manifest, name);
    const count = await insertLines(client, table, lines);
    const expected = isOfKeys(name) ? head.tables[name] : rowsIn(manifest, name);
    if (count !== expected)
      throw new ArchiveRefused(`${name} has ${count} rows, and ${expected} in the manifest`);
    rows += count;
  }
  await client.query('SET CONSTRAINTS ALL IMMEDIATE');
  await mustBeDeferred(client, order.later, false);
  for (const table of all) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  for (const { name, last } of manifest.sequences)
    if (last !== null) await client.query('SELECT setval($1::regclass, $2::bigint)', [name, last]);
  const erasures = await textOf(entries, ERASURES, manifest);
  await textOf(entries, SCHEMA, manifest);
  if (verify) await mustBeEqual(client, tables, manifest, { head, digest });
  // Nothing is sent from a copy until an administrator wants it.
  await client.query('SELECT suspend_restored_webhooks($1)', [new Date()]);
  await client.query('COMMIT');
  return { tables: tables.length, rows, erasures };
}

/** Every row of the database against the digests of the archive. */
async function mustBeEqual(
  client: Client,
  tables: readonly TableSchema[],
  { members }: ArchiveManifest,
  { head, digest }: CheckedKeys,
): Promise<void> {
  for (const table of tables.filter((one) => !isOfKeys(one.table))) {
    const expected = members.find(({ name }) => name === dataMember(table.table))?.sha256;
    if ((await digestOfTable(client, table)) !== expected)
      throw new ArchiveRefused(`${table.table} is not what the archive holds: nothing was kept`);
  }
  const hash = createHash('sha256');
  for await (const lines of keysLines(client, tables, head)) hash.update(lines);
  if (hash.digest('hex') !== digest)
    throw new ArchiveRefused('The keys are not what the archive holds: nothing was kept');
}

/** An empty Mawa of the same schema, and no practice: nobody's account, no organisation, no person. */
async function mustFit(
  client: Client,
  tables: readonly TableSchema[],
  manifest: ArchiveManifest,
  head: KeysHead,
): Promise<void> {
  const { rows } = await client.query<{ used: boolean; synthetic: boolean }>(
    `SELECT EXISTS (SELECT FROM users WHERE id::text NOT LIKE '00000000-0000-4000-8000-%')
         OR EXISTS (SELECT FROM organisations) OR EXISTS (SELECT FROM cases) OR EXISTS (SELECT FROM audit_log) AS used,
            EXISTS (SELECT FROM installation WHERE synthetic) AS synthetic`,
  );
  if (rows[0]!.synthetic)
    throw new ArchiveRefused('This database is for invented people: no archive is read into it');
  if (rows[0]!.used)
    throw new ArchiveRefused('This Mawa is not empty: an archive is read into an empty one only');
  const migrations = await migrationsOf(client);
  if (JSON.stringify(migrations) !== JSON.stringify(manifest.migrations))
    throw new ArchiveRefused('The archive was made by another version of Mawa');
  const known = tables.map(({ table }) => table).sort();
  const archived = [
    ...manifest.members.flatMap(({ name, rows: n }) => (n === undefined ? [] : [tableOf(name)])),
    ...Object.keys(head.tables),
  ].sort();
  if (JSON.stringify(known) !== JSON.stringify(archived))
    throw new ArchiveRefused('The tables of the archive are not those of this Mawa');
}

async function mustBeDeferred(
  client: Client,
  keys: readonly ForeignKey[],
  deferred: boolean,
): Promise<void> {
  const how = deferred ? 'DEFERRABLE INITIALLY DEFERRED' : 'NOT DEFERRABLE';
  for (const { table, constraint } of keys)
    await client.query(
      `ALTER TABLE ${quoted(table)} ALTER CONSTRAINT ${quoted(constraint)} ${how}`,
    );
}

async function insertLines(
  client: Client,
  table: TableSchema,
  lines: AsyncIterable<string>,
): Promise<number> {
  const columns = storedColumns(table);
  const name = quoted(table.table);
  const insert = `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE
    SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1::json)`;
  let [count, chars, piece] = [0, 0, [] as string[]];
  for await (const line of lines) {
    piece.push(line);
    chars += line.length;
    count += 1;
    if (chars < PIECE_CHARS && piece.length < MOST_ROWS) continue;
    await client.query(insert, [`[${piece.join(',')}]`]);
    [chars, piece] = [0, []];
  }
  if (piece.length > 0) await client.query(insert, [`[${piece.join(',')}]`]);
  return count;
}

const tableOf = (member: string): string => member.replace(/^data\//, '').replace(/\.jsonl$/, '');

const rowsIn = ({ members }: ArchiveManifest, table: string): number =>
  members.find(({ name }) => name === dataMember(table))?.rows ?? -1;

async function* linesOf(
  entries: Entries,
  manifest: ArchiveManifest,
  table: string,
): AsyncGenerator<string> {
  let rest = '';
  for await (const text of memberText(entries, dataMember(table), manifest)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== '') throw new ArchiveRefused(`The last row of ${table} was cut off`);
}

async function textOf(entries: Entries, name: string, manifest?: ArchiveManifest): Promise<string> {
  let all = '';
  for await (const text of memberText(entries, name, manifest)) all += text;
  return all;
}

/** Unpacked piece by piece; at its end its digest is that of the manifest. */
async function* memberText(
  entries: Entries,
  name: string,
  manifest?: ArchiveManifest,
): AsyncGenerator<string> {
  const entry = entries.get(name);
  if (!entry) throw new ArchiveRefused(`The archive lacks ${name}`);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const unpacked = entry.getData(writable).then(
    () => null,
    () => new ArchiveRefused(`${name} was changed, or cannot be unpacked`),
  );
  const hash = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of readable) {
      hash.update(piece);
      yield decoder.decode(piece, { stream: true });
    }
  } catch {
    throw (await unpacked) ?? new ArchiveRefused(`${name} is no text`);
  }
  const failed = await unpacked;
  if (failed) throw failed;
  const expected = manifest?.members.find((member) => member.name === name)?.sha256;
  if (manifest && hash.digest('hex') !== expected)
    throw new ArchiveRefused(`${name} is not what the manifest says`);
}

interface CheckedKeys {
  readonly head: KeysHead;
  /** SHA-256 of all lines but the last. */
  readonly digest: string;
}

/** A file of keys whose last line is the digest of all lines before it. */
async function checkedKeys(path: string): Promise<CheckedKeys> {
  const hash = createHash('sha256');
  let [head, last]: (string | null)[] = [null, null];
  for await (const line of linesIn(path)) {
    if (last !== null) hash.update(`${last}\n`);
    head ??= line;
    last = line;
  }
  const refused = new ArchiveRefused('The file of keys is not whole, or it was changed');
  try {
    const { sha256 } = JSON.parse(last ?? '') as { sha256?: string };
    const digest = hash.digest('hex');
    if (sha256 !== digest) throw refused;
    const keys = JSON.parse(head ?? '') as KeysHead;
    if (keys.format !== KEYS_FORMAT) throw refused;
    return { head: keys, digest };
  } catch {
    throw refused;
  }
}

async function* keyLines(path: string, table: string): AsyncGenerator<string> {
  const before = keysLine(table, '').slice(0, -1);
  for await (const line of linesIn(path))
    if (line.startsWith(before)) yield line.slice(before.length, -1);
}

const linesIn = (path: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity });
