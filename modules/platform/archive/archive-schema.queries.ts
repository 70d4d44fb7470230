/** Tables of a database from the system catalogue: which ones an archive contains, and its schema file. */
import type { Client } from 'pg';
import type { SequenceValue } from './archive-format';
import type { ForeignKey } from './archive-tables.rules';

export interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  /** Computed from the others: not in the archive. */
  readonly generated: boolean;
  readonly comment: string | null;
}

export interface TableSchema {
  readonly table: string;
  readonly comment: string | null;
  readonly columns: readonly TableColumn[];
  readonly primaryKey: readonly string[];
  /** Average stored size of a row, in bytes. */
  readonly rowBytes: number;
}

/**
 * Excluded: queue notifications, which are recreated from the rows of jobs, and the applied schema steps, which `mawa
 * migrate` writes. A partitioned table counts as one table, since the target database may have other partitions.
 */
const TABLES = `c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'keys') AND c.relname <> 'migrations'`;

export async function tablesOf(client: Client): Promise<TableSchema[]> {
  const { rows } = await client.query<TableSchema>(
    `SELECT n.nspname || '.' || c.relname AS "table", obj_description(c.oid, 'pg_class') AS comment,
            (SELECT jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
                      'nullable', NOT a.attnotnull, 'generated', a.attgenerated <> '',
                      'comment', col_description(c.oid, a.attnum)) ORDER BY a.attnum)
               FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
            ARRAY(SELECT a.attname::text FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                   WHERE i.indrelid = c.oid AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)) AS "primaryKey",
            (SELECT greatest(sum(pg_total_relation_size(p.oid)) / greatest(sum(p.reltuples), 1), 100)::int FROM pg_class p
              WHERE p.relkind = 'r'
                AND (p.oid = c.oid OR p.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = c.oid))) AS "rowBytes"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${TABLES} ORDER BY 1`,
  );
  return rows;
}

export async function foreignKeysOf(client: Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT k.conname AS "constraint", n.nspname || '.' || c.relname AS "table",
            fn.nspname || '.' || f.relname AS "refersTo"
       FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
      WHERE k.contype = 'f' AND NOT k.condeferrable AND ${TABLES} ORDER BY 1, 2`,
  );
  return rows;
}

export async function sequencesOf(client: Client): Promise<SequenceValue[]> {
  const { rows } = await client.query<SequenceValue>(
    `SELECT schemaname || '.' || sequencename AS name, last_value::text AS last
       FROM pg_sequences WHERE schemaname IN ('public', 'keys') AND sequencename <> 'migrations_id_seq' ORDER BY 1`,
  );
  return rows;
}

export async function migrationsOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migrations ORDER BY id');
  return rows.map(({ name }) => name);
}

/** As SQL writes it: both parts between quotes. */
export const quoted = (table: string): string =>
  table
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

export const storedColumns = ({ columns }: TableSchema): string =>
  columns
    .filter(({ generated }) => !generated)
    .map(({ name }) => quoted(name))
    .join(', ');
