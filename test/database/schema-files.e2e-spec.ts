import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { SCHEMA_MODULES } from '../../migrations/schema-paths';
import { ROOT } from '../../modules/platform/config/root';
import { drawDiagrams } from '../../modules/platform/database/schema-diagrams';
import { functionsOf, schemaOf } from '../../modules/platform/database/schema-files';
import { freshDatabase, type TestDatabase } from '../support/database';

const SCHEMA = join(ROOT, 'migrations', 'schema');
const files = (pattern: RegExp): string[] =>
  readdirSync(SCHEMA, { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path))
    .sort();
const text = (path: string): string => readFileSync(join(SCHEMA, path), 'utf8');
const definitionsIn = (pattern: RegExp, definition: RegExp): string[] =>
  files(pattern).flatMap((path) => [...text(path).matchAll(definition)].map(([, name]) => name!));

describe('the schema files', () => {
  let database: TestDatabase;
  let admin: Client;
  const column = async (sql: string): Promise<string[]> =>
    (await admin.query<{ name: string }>(sql)).rows.map(({ name }) => name);

  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });

  it('hold each function of the database in exactly one file of its name', async () => {
    const functions = await column(
      `SELECT DISTINCT proname AS name FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`,
    );
    const paths = files(/functions\/\w+\.sql$/);
    expect(paths.map((path) => basename(path, '.sql')).sort()).toEqual(functions);
    for (const path of paths) {
      const made = [...text(path).matchAll(/^CREATE OR REPLACE FUNCTION (\w+)\(/gm)].map(
        ([, name]) => name,
      );
      expect(new Set(made)).toEqual(new Set([basename(path, '.sql')]));
    }
  });

  it('hold each table and each view of the database once', async () => {
    const named = (...kinds: string[]) =>
      column(
        `SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || relname AS name
           FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = ANY ('{${kinds.join()}}') AND n.nspname IN ('public', 'keys', 'release') AND relname <> 'migrations'`,
      );
    const tables = definitionsIn(/tables\.sql$/, /^CREATE TABLE ([\w.]+)/gm);
    expect(tables.sort()).toEqual((await named('r', 'p')).sort());
    const views = definitionsIn(/views\/\w+\.sql$/, /^CREATE OR REPLACE VIEW (\w+)/gm);
    expect(views.sort()).toEqual((await named('v')).sort());
  });

  it('hold functions whose bodies PostgreSQL accepts now that everything they name is there', async () => {
    const { rows } = await admin.query<{ checked: number }>(
      `SELECT count(CASE l.lanname WHEN 'sql' THEN fmgr_sql_validator(p.oid)::text
                                   ELSE plpgsql_validator(p.oid)::text END)::int AS checked
         FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
        WHERE p.pronamespace = 'public'::regnamespace AND l.lanname IN ('sql', 'plpgsql')`,
    );
    expect(rows[0]!.checked).toBeGreaterThan(500);
  });

  it('put few triggers on the files of people, so that one can read what a change of a file sets off', async () => {
    const triggers = await column(
      `SELECT tgname AS name FROM pg_trigger WHERE tgrelid = 'cases'::regclass AND NOT tgisinternal ORDER BY 1`,
    );
    expect(triggers).toContain('files_change_at_the_gate');
    expect(triggers.length).toBeLessThanOrEqual(12);
  });

  it('explain each function, table and view in a comment', () => {
    const explained = /^-- .{15,}/;
    const silent = files(/(functions|views)\/\w+\.sql$/).filter(
      (path) => !explained.test(text(path)),
    );
    const bare = files(/tables\.sql$/).flatMap((path) =>
      [...text(path).matchAll(/^(.*)\nCREATE TABLE ([\w.]+)/gm)]
        .filter(([, before]) => !before!.startsWith('-- '))
        .map(([, , table]) => table),
    );
    expect({ silent, bare }).toEqual({ silent: [], bare: [] });
  });

  it('are drawn in docs/tables.md as the database has them (npx mawa schema diagrams)', async () => {
    const drawn = readFileSync(join(ROOT, 'docs', 'tables.md'), 'utf8');
    expect(drawn).toBe(await drawDiagrams(admin));
  });

  it('are printed for a table with all that is said of it', async () => {
    const extracts = schemaOf('bookings');
    const printed = extracts.flatMap(({ statements }) => statements).join('\n');
    const named = await column(
      `SELECT polname AS name FROM pg_policy WHERE polrelid = 'bookings'::regclass
        UNION ALL SELECT tgname FROM pg_trigger WHERE tgrelid = 'bookings'::regclass AND NOT tgisinternal
        UNION ALL SELECT conname FROM pg_constraint WHERE conrelid = 'bookings'::regclass AND contype = 'x'`,
    );
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !printed.includes(name))).toEqual([]);
    expect(printed).not.toContain('ON booking_people');
    expect(functionsOf(extracts)).toContain(
      'migrations/schema/shelter-beds/functions/mawa_allocates.sql',
    );
    expect(schemaOf('no_such_table')).toEqual([]);
  });

  it('lie in folders that the baseline loads', () => {
    const folders = readdirSync(SCHEMA, { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(folders.map(({ name }) => name).sort()).toEqual([...SCHEMA_MODULES].sort());
    const known = /^[\w-]+\/(tables|policies|triggers|views\/\w+|functions\/\w+)\.sql$/;
    expect(files(/\.sql$/).filter((path) => !known.test(path))).toEqual(['schemas.sql']);
  });

  it('are the only text of SQL that migrations run: nothing is read back and patched', () => {
    const numbered = readdirSync(join(ROOT, 'migrations')).filter((name) => /^\d/.test(name));
    expect(numbered.length).toBeLessThanOrEqual(5);
    const patched = readdirSync(join(ROOT, 'migrations'), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|sql)$/.test(path))
      .filter((path) => /pg_get_\w+def/.test(readFileSync(join(ROOT, 'migrations', path), 'utf8')));
    expect(patched).toEqual([]);
  });
});
