import type { Client } from 'pg';

/** What was granted, in an order of its own. */
const sorted = (acl: string) => `ARRAY(SELECT one::text FROM unnest(${acl}) one ORDER BY 1)`;

/** What each part of a schema is made of, as PostgreSQL writes it; rows apart. */
const PARTS: Readonly<Record<string, string>> = {
  column: `
    SELECT concat_ws(' ', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
             a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attacl)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE c.relkind IN ('r', 'p') AND c.relnamespace = ANY (ours())`,
  relation: `
    SELECT concat_ws(' ', c.relkind, c.oid::regclass, c.relowner::regrole, c.relrowsecurity, c.relforcerowsecurity,
             ${sorted('c.relacl')}, obj_description(c.oid, 'pg_class'), pg_get_expr(c.relpartbound, c.oid), CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END)
      FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v', 'S') AND c.relnamespace = ANY (ours())`,
  constraint: `
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint
     WHERE connamespace = ANY (ours())`,
  index: `SELECT pg_get_indexdef(c.oid) FROM pg_class c WHERE c.relkind IN ('i', 'I') AND c.relnamespace = ANY (ours())`,
  function: `
    SELECT concat_ws(' ', pg_get_functiondef(oid), proowner::regrole, ${sorted('proacl')}) FROM pg_proc p
     WHERE pronamespace = ANY (ours()) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  trigger: `
    SELECT concat_ws(' ', pg_get_triggerdef(t.oid), tgenabled) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
     WHERE NOT tgisinternal AND c.relnamespace = ANY (ours())`,
  policy: `
    SELECT concat_ws(' ', polrelid::regclass, polname, polcmd, polpermissive,
             ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END FROM unnest(polroles) r ORDER BY 1),
             pg_get_expr(polqual, polrelid), 'CHECK', pg_get_expr(polwithcheck, polrelid))
      FROM pg_policy`,
  type: `SELECT concat_ws(' ', typname, typtype) FROM pg_type WHERE typnamespace = ANY (ours()) AND typtype IN ('c', 'd', 'e')`,
};

/**
 * The schema of a database as lines in order, one a part; two with the same lines are made alike. Without parentheses: what
 * pg_dump wrote has as many as it was read with.
 */
export async function dumpSchema(admin: Client): Promise<string[]> {
  await admin.query(
    `CREATE FUNCTION pg_temp.ours() RETURNS oid[] LANGUAGE sql AS
       $$ SELECT array_agg(oid) FROM pg_namespace WHERE nspname IN ('public', 'keys', 'release', 'partitions') $$`,
  );
  try {
    const lines: string[] = [];
    for (const [part, sql] of Object.entries(PARTS)) {
      const { rows } = await admin.query<{ line: string }>(
        `SELECT line FROM (${sql.replaceAll('ours()', 'pg_temp.ours()')}) AS parts (line) ORDER BY line COLLATE "C"`,
      );
      lines.push(...rows.map(({ line }) => `${part}: ${line.replaceAll(/[()]/g, '')}`));
    }
    return lines;
  } finally {
    await admin.query('DROP FUNCTION pg_temp.ours()');
  }
}

/** Ids that the database makes differ from one database to the next. */
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The rows of each table that has any, as text without their ids. */
export async function rowsOfTables(admin: Client): Promise<Map<string, ReadonlySet<string>>> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname IN ('public', 'keys') AND c.relname <> 'migrations' ORDER BY 1`,
  );
  const found = new Map<string, ReadonlySet<string>>();
  for (const { name } of tables) {
    const { rows } = await admin.query<{ line: string }>(
      `SELECT regexp_replace(t::text, $1, '*', 'g') AS line FROM ${name} t`,
      [UUID],
    );
    if (rows.length > 0) found.set(name, new Set(rows.map(({ line }) => line)));
  }
  return found;
}
