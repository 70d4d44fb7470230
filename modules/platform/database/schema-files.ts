import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../config/root';

const FOLDER = join(ROOT, 'migrations', 'schema');

/** A file of the schema and those of its statements that are about one table. */
export interface SchemaExtract {
  /** Below the folder of the project. */
  readonly path: string;
  readonly statements: readonly string[];
}

const paths = (): string[] =>
  readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.sql'),
  );

/** Statements with the comments directly above them. Only for files without bodies of functions. */
export const statementsIn = (sql: string): string[] =>
  sql
    .split(/(?<=;)[ \t]*\n/)
    .map((statement) => statement.replace(/^(?:\s*\n|-- =.*\n)+/, '').trimEnd())
    .filter((statement) => statement !== '');

/** The statement makes, changes, guards or grants this table; what merely refers to it is another table's. */
export const isAbout = (statement: string, table: string): boolean =>
  new RegExp(`\\b(?:TABLE|VIEW|ON|COLUMN)\\s+${table.replace('.', '\\.')}(?![\\w])`).test(
    statement.replaceAll(/--.*$/gm, ''),
  );

/**
 * Everything declared for a table: columns, indexes, grants, triggers, policies. Empty if the schema has no such table.
 */
export function schemaOf(table: string): SchemaExtract[] {
  return ['tables.sql', 'triggers.sql', 'policies.sql', `views/${table}.sql`].flatMap((file) =>
    paths()
      .filter((path) => path.endsWith(`/${file}`))
      .map((path) => ({
        path: `migrations/schema/${path}`,
        statements: statementsIn(readFileSync(join(FOLDER, path), 'utf8')).filter((statement) =>
          isAbout(statement, table),
        ),
      }))
      .filter(({ statements }) => statements.length > 0),
  );
}

/** The files of the functions that these statements call. */
export function functionsOf(extracts: readonly SchemaExtract[]): string[] {
  const called = new Set(
    extracts.flatMap(({ statements }) =>
      statements.flatMap((statement) =>
        [...statement.matchAll(/\b(\w+)\(/g)].map(([, name]) => name),
      ),
    ),
  );
  return paths()
    .filter((path) => called.has(/functions\/(\w+)\.sql$/.exec(path)?.[1] ?? ''))
    .sort()
    .map((path) => `migrations/schema/${path}`);
}

/** Module of each table: the folder in which it is declared. */
export function moduleOfTables(): Map<string, string> {
  return new Map(
    paths()
      .filter((path) => path.endsWith('tables.sql'))
      .flatMap((path) =>
        [...readFileSync(join(FOLDER, path), 'utf8').matchAll(/^CREATE TABLE ([\w.]+)/gm)].map(
          ([, table]) => [table!, path.split(/[\\/]/)[0]!] as const,
        ),
      ),
  );
}
