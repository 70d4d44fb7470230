import type { Client } from 'pg';
import { PERSON_TABLES } from '../../migrations/data/person-tables';

/** A person whose every table holds one row, and every column of it something to find again. */
export interface FilledPerson {
  readonly caseId: string;
  /** The id of every other record of the person. */
  readonly recordId: string;
  /** What stands in every column of text, bytes and JSON. */
  readonly words: string;
  /** What stands in every number: unique keys tell people apart. */
  readonly number: number;
}

export interface TextColumn {
  readonly table: string;
  readonly column: string;
  /** Values are enumerated by a check or a foreign key: never anything of a person. */
  readonly enumerated: boolean;
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly leadsToFile: boolean;
}

const TABLES = PERSON_TABLES.map(({ name }) => name);
const TEXT_TYPES = ['text', 'bpchar', 'bytea', 'jsonb', '_text', '_bytea'];

/** Columns that hold the id of a file: `cases.id` and what follows it through foreign keys. */
export const FILE_COLUMNS = `
  WITH RECURSIVE keys AS (
    SELECT c.conrelid, c.confrelid, own.attnum AS own, other.attnum AS other, c.confupdtype
      FROM pg_constraint c CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (own, other)
      JOIN pg_attribute own ON own.attrelid = c.conrelid AND own.attnum = k.own
      JOIN pg_attribute other ON other.attrelid = c.confrelid AND other.attnum = k.other
     WHERE c.contype = 'f'),
  columns AS (
    SELECT 'cases'::regclass::oid AS relation, attnum, true AS follows FROM pg_attribute
     WHERE attrelid = 'cases'::regclass AND attname = 'id'
    UNION SELECT keys.conrelid, keys.own, keys.confupdtype = 'c' FROM keys
      JOIN columns ON keys.confrelid = columns.relation AND keys.other = columns.attnum)
  SELECT relation::regclass::text AS "table", attname::text AS "column", bool_or(follows) AS follows
    FROM columns JOIN pg_attribute a ON a.attrelid = relation AND a.attnum = columns.attnum GROUP BY 1, 2 ORDER BY 1, 2`;

/** Every column of text or bytes of the described tables, by what the catalogue says before checks are dropped. */
export async function textColumns(admin: Client): Promise<TextColumn[]> {
  const { rows } = await admin.query<TextColumn>(
    `SELECT t.name AS "table", a.attname::text AS "column", EXISTS (
       SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND a.attnum = ANY (k.conkey) AND (k.contype = 'f'
          OR k.contype = 'c' AND k.conkey = ARRAY[a.attnum]
             AND pg_get_constraintdef(k.oid) ~ ('^CHECK \\(\\(*' || a.attname || '\\)?(::text)? (= ANY \\(|<@ )\\(?ARRAY\\['))
     ) AS enumerated
       FROM unnest($1::text[]) AS t (name)
       JOIN pg_attribute a ON a.attrelid = t.name::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       JOIN pg_type y ON y.oid = a.atttypid AND y.typname = ANY ($2)`,
    [TABLES, TEXT_TYPES],
  );
  return rows;
}

/**
 * Drops the checks, which refuse words in columns of codes, and the foreign keys to tables that hold nothing of people:
 * they are empty here. The other foreign keys and the triggers are off only while the rows are written.
 */
export async function fillEveryTable(
  admin: Client,
  people: readonly FilledPerson[],
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows: checks } = await admin.query<{ drop: string }>(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop
       FROM pg_constraint WHERE conrelid = ANY ($1::text[]::regclass[])
        AND (contype = 'c' OR contype = 'f' AND confrelid <> ALL ($1::text[]::regclass[]))`,
    [TABLES],
  );
  await admin.query(checks.map(({ drop }) => drop).join(';\n'));
  const columns = await columnsOf(admin);
  await admin.query('SET session_replication_role = replica');
  for (const person of people) {
    for (const table of TABLES) {
      const own = columns.filter((one) => one.table === table);
      const written = own.map((one) => values[`${table}.${one.column}`] ?? valueOf(one, person));
      await admin.query(
        `INSERT INTO ${table} (${own.map(({ column }) => `"${column}"`).join(', ')}) VALUES (${written.join(', ')})`,
      );
    }
  }
  await admin.query('SET session_replication_role = origin');
}

async function columnsOf(admin: Client): Promise<Column[]> {
  const { rows } = await admin.query<Column>(
    `SELECT t.name AS "table", a.attname::text AS "column",
            (SELECT b.typname FROM pg_type b WHERE b.oid = coalesce(nullif(y.typbasetype, 0), y.oid)) AS type,
            NOT a.attnotnull AS nullable, f."column" IS NOT NULL OR t.name = 'erasures' AND a.attname = 'case_id'
              OR t.name = 'keys.case_keys' AND a.attname = 'case_id' AS "leadsToFile"
       FROM unnest($1::text[]) AS t (name)
       JOIN pg_attribute a ON a.attrelid = t.name::regclass AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = '' AND a.attidentity <> 'a'
       JOIN pg_type y ON y.oid = a.atttypid
       LEFT JOIN (${FILE_COLUMNS}) f ON f."table" = t.name AND f."column" = a.attname`,
    [TABLES],
  );
  return rows;
}

function valueOf(column: Column, person: FilledPerson): string {
  const { caseId, recordId, words, number } = person;
  const values: Readonly<Record<string, string>> = {
    uuid: `'${column.leadsToFile ? caseId : recordId}'`,
    _uuid: `'{${recordId}}'`,
    text: `'${words}'`,
    bpchar: `'ZZ'`,
    bytea: `convert_to('${words}', 'UTF8')`,
    jsonb: `jsonb_build_object('words', '${words}')`,
    _text: `'{${words}}'`,
    _bytea: `ARRAY[convert_to('${words}', 'UTF8')]`,
    bool: 'false',
    int2: String(number),
    int4: String(number),
    int8: String(number),
    _int2: `'{${number}}'`,
    numeric: '0',
    _numeric: `'{0}'`,
    date: `'2026-11-24'`,
    daterange: `'[2026-11-24,2026-11-25)'`,
    timestamptz: column.nullable ? 'NULL' : `'2026-11-24T12:00:00Z'`,
  };
  const value = values[column.type];
  if (value === undefined) {
    if (column.nullable) return 'NULL';
    throw new Error(`no value for ${column.table}.${column.column} of type ${column.type}`);
  }
  return value;
}

/** The columns of text and bytes in which these words stand, as `table.column`. */
export async function columnsWith(
  admin: Client,
  columns: readonly TextColumn[],
  words: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of columns) {
    const hex = Buffer.from(words).toString('hex');
    const { rowCount } = await admin.query(
      `SELECT FROM ${table} t WHERE strpos(t."${column}"::text, $1) > 0 OR strpos(t."${column}"::text, $2) > 0 LIMIT 1`,
      [words, hex],
    );
    if (rowCount) found.push(`${table}.${column}`);
  }
  return found.sort();
}

/** Every row of the described tables in which this id or these words stand, whole. */
export async function rowsOfPerson(
  admin: Client,
  { caseId, recordId, words }: FilledPerson,
): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const table of TABLES) {
    const found = await admin.query<{ row: string }>(
      `SELECT t::text AS row FROM ${table} t WHERE t::text LIKE ANY ($1) ORDER BY 1`,
      [[caseId, recordId, words].map((part) => `%${part}%`)],
    );
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}
