import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Client } from 'pg';
import { sqlFiles } from '../../../migrations/schema-paths';
import { statementsIn } from './schema-files';
import { LOCK_TIMEOUT, untilTablesAreFree } from './table-locks';

type Kind = 'function' | 'view' | 'trigger' | 'policy' | 'row security';

/** A part of the schema that holds no rows: what a database has of it is replaced by its file as a whole. */
export interface SchemaCode {
  readonly kind: Kind;
  /** As DROP names it: `trigger bookings_touch ON bookings`. */
  readonly name: string;
  /** The table that it is bound to. */
  readonly table: string | null;
  readonly sql: string;
  readonly digest: Buffer;
}

/** As the files of this version have it, in the order in which it is made. Throws at a statement that is none of these. */
export function schemaCode(): SchemaCode[] {
  const whole = (kind: 'function' | 'view', pattern: RegExp) =>
    sqlFiles(pattern).map((path) =>
      codeOf(kind, basename(path, '.sql'), null, readFileSync(path, 'utf8')),
    );
  return [
    ...whole('function', /^functions\/.*\.sql$/),
    ...whole('view', /^views\/.*\.sql$/),
    ...sqlFiles(/^triggers\.sql$/).flatMap(statementsOf),
    ...sqlFiles(/^policies\.sql$/).flatMap(statementsOf),
  ];
}

const statementsOf = (path: string): SchemaCode[] =>
  statementsIn(readFileSync(path, 'utf8'))
    .map((statement) => statement.replace(/^(?:--.*\n?|\s)+/, ''))
    .filter((statement) => statement !== '')
    .map((statement) => statementCode(statement, path));

const TRIGGER = /^CREATE (?:CONSTRAINT )?TRIGGER (\w+)\s.*?\sON\s+([\w.]+)/s;
const POLICY = /^CREATE POLICY (\w+)\s+ON\s+([\w.]+)/;
const ROW_SECURITY = /^ALTER TABLE ([\w.]+) (ENABLE|FORCE) ROW LEVEL SECURITY;$/;

function statementCode(sql: string, path: string): SchemaCode {
  const [, trigger, on] = TRIGGER.exec(sql) ?? [];
  if (trigger) return codeOf('trigger', `${trigger} ON ${on}`, on!, sql);
  const [, policy, table] = POLICY.exec(sql) ?? [];
  if (policy) return codeOf('policy', `${policy} ON ${table}`, table!, sql);
  const [, secured, how] = ROW_SECURITY.exec(sql) ?? [];
  if (secured) return codeOf('row security', `${how} ${secured}`, secured, sql);
  throw new Error(`${path}: neither a trigger nor a policy: ${sql.slice(0, 60)}`);
}

const codeOf = (kind: Kind, name: string, table: string | null, sql: string): SchemaCode => ({
  kind,
  name: `${kind} ${name}`,
  table,
  sql,
  digest: createHash('sha256').update(sql).digest(),
});

export interface CodeChanges {
  readonly changed: readonly SchemaCode[];
  /** Objects that the database has but no file defines, in the syntax of DROP. */
  readonly gone: readonly string[];
}

/** Differences between files and database. Objects that a step dropped together with others are created again. */
export async function codeChanges(client: Client): Promise<CodeChanges> {
  const code = schemaCode();
  const { rows } = await client.query<{ name: string; digest: Buffer; there: boolean }>(
    `WITH there (name) AS (
       SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT 'view ' || relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
        UNION SELECT 'trigger ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
        UNION SELECT 'policy ' || polname || ' ON ' || polrelid::regclass FROM pg_policy
        UNION SELECT 'row security ENABLE ' || oid::regclass FROM pg_class WHERE relrowsecurity
        UNION SELECT 'row security FORCE ' || oid::regclass FROM pg_class WHERE relforcerowsecurity)
     SELECT name, digest, name IN (TABLE there) AS there FROM release.code`,
  );
  const stored = new Map(rows.map((row) => [row.name, row]));
  const names = new Set(code.map(({ name }) => name));
  return {
    changed: code.filter(({ name, digest }) => {
      const row = stored.get(name);
      return !row?.there || !row.digest.equals(digest);
    }),
    gone: [...stored.keys()].filter((name) => !names.has(name)),
  };
}

/** Records the contents of all files as installed. */
export async function recordSchemaCode(client: Client): Promise<void> {
  const code = schemaCode();
  await client.query(
    `INSERT INTO release.code (name, digest) SELECT * FROM unnest($1::text[], $2::bytea[])
     ON CONFLICT (name) DO UPDATE SET digest = excluded.digest`,
    [code.map(({ name }) => name), code.map(({ digest }) => digest)],
  );
  await client.query('DELETE FROM release.code WHERE name <> ALL ($1)', [
    code.map(({ name }) => name),
  ]);
}

/** Replaces in one transaction what changed; the tables that it is bound to are locked first. */
export async function replaceCode(client: Client): Promise<CodeChanges> {
  const changes = await codeChanges(client);
  if (changes.changed.length + changes.gone.length === 0) return changes;
  return untilTablesAreFree(async () => {
    try {
      await client.query('BEGIN');
      await replaceIn(client, changes);
      await client.query('COMMIT');
      return changes;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    }
  });
}

async function replaceIn(client: Client, { changed, gone }: CodeChanges): Promise<void> {
  await client.query('SET LOCAL check_function_bodies = off');
  await client.query(`SELECT set_config('lock_timeout', $1, true)`, [LOCK_TIMEOUT]);
  await lockTables(client, { changed, gone });
  const bound = changed.filter(({ kind }) => kind === 'trigger' || kind === 'policy');
  const drop = async (names: readonly string[]) => {
    for (const name of names) await client.query(`DROP ${name.replace(' ', ' IF EXISTS ')}`);
  };
  const isBound = (name: string) => /^(trigger|policy) /.test(name);
  await drop([...gone.filter(isBound), ...bound.map(({ name }) => name)]);
  for (const { sql } of changed) await client.query(sql);
  await drop(gone.filter((name) => /^(function|view) /.test(name)));
  await recordSchemaCode(client);
}

async function lockTables(client: Client, { changed, gone }: CodeChanges): Promise<void> {
  const named = [
    ...changed.flatMap(({ table }) => table ?? []),
    ...gone.flatMap((name) => / ON ([\w.]+)$/.exec(name)?.[1] ?? []),
  ];
  const { rows } = await client.query<{ table: string }>(
    `SELECT DISTINCT t::regclass::text AS table FROM unnest($1::text[]) AS t WHERE to_regclass(t) IS NOT NULL ORDER BY 1`,
    [named],
  );
  if (rows.length > 0)
    await client.query(
      `LOCK TABLE ${rows.map(({ table }) => table).join(', ')} IN ACCESS EXCLUSIVE MODE`,
    );
}
