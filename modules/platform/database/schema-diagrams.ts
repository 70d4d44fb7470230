import type { Client } from 'pg';
import { moduleOfTables } from './schema-files';

interface ForeignKey {
  readonly from: string;
  readonly to: string;
  readonly columns: string;
  /** A row refers to at most one row by these columns, and no two rows to the same. */
  readonly single: boolean;
  readonly optional: boolean;
}

const name = (oid: string) =>
  `CASE WHEN n.nspname = 'keys' THEN 'keys.' ELSE '' END || ${oid}.relname`;

const FOREIGN_KEYS = `
  SELECT DISTINCT ${name('f')} AS "from", (SELECT ${name('t')} FROM pg_namespace n WHERE n.oid = t.relnamespace) AS "to",
         (SELECT string_agg(a.attname, ', ' ORDER BY k.at) FROM unnest(c.conkey) WITH ORDINALITY k (num, at)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num) AS columns,
         EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indisunique AND i.indpred IS NULL
                    AND i.indkey::int2[] <@ c.conkey) AS single,
         EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                    AND NOT a.attnotnull) AS optional
    FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_namespace n ON n.oid = f.relnamespace
    JOIN pg_class t ON t.oid = c.confrelid
   WHERE c.contype = 'f' AND n.nspname IN ('public', 'keys') ORDER BY 1, 2, 3`;

/** Nearly every table refers to these, by who wrote the row: drawn, they would hide the rest. */
const LEFT_OUT = new Set(['users', 'organisations']);

const entity = (table: string): string => table.replace('.', '_');

const line = (key: ForeignKey): string =>
  `  ${entity(key.to)} ${key.optional ? '|o' : '||'}--${key.single ? 'o|' : 'o{'} ${entity(key.from)} : "${key.columns}"`;

/** Markdown: for each module an entity-relationship diagram in Mermaid, from the foreign keys of the catalogue. */
export async function drawDiagrams(client: Client): Promise<string> {
  const { rows: keys } = await client.query<ForeignKey>(FOREIGN_KEYS);
  const modules = moduleOfTables();
  const names = [...new Set(modules.values())].sort();
  const sections = names.map((module) => {
    const tables = [...modules].filter(([, of]) => of === module).map(([table]) => table);
    const drawn = keys.filter(
      ({ from, to }) =>
        modules.get(from) === module && (!LEFT_OUT.has(to) || modules.get(to) === module),
    );
    const alone = tables.filter(
      (table) => !drawn.some(({ from, to }) => [from, to].includes(table)),
    );
    const lines = [...drawn.map(line), ...alone.map((table) => `  ${entity(table)}`)];
    return `## ${module}\n\n\`\`\`mermaid\nerDiagram\n${lines.join('\n')}\n\`\`\`\n`;
  });
  return `# Tables and what they refer to

One diagram for each folder of \`migrations/schema\`, drawn from the foreign keys of the database by
\`npx mawa schema diagrams\`. A line goes from the table that is referred to (\`||\` always, \`|o\` where it may be
missing) to the one that refers (\`o{\` many rows, \`o|\` at most one), with the columns beside it. References to
\`users\` and \`organisations\`, which nearly every table has, are left out except in their own modules.

${sections.join('\n')}`;
}
