/** Writing the draft of a list; row level security asks whose list it is. */
import type { Tx } from '../platform/database/transactions';
import { STANDARDS } from './data/coded-list.types';
import type { Item } from './list.rules';
import type { VersionRow } from './lists.queries';

type Draft = Pick<VersionRow, 'list' | 'version'>;

/** A draft with the words of an approved version. Two at once: the second breaks on the one draft a list. */
export async function copyVersion(tx: Tx, { list, version }: Draft): Promise<number> {
  const [row] = await tx.query<{ version: number }>(
    `INSERT INTO list_versions (list, version, source, licence, drafted_by)
     SELECT list, (SELECT max(version) + 1 FROM list_versions WHERE list = $1), source, licence, $3
       FROM list_versions WHERE list = $1 AND version = $2 RETURNING version`,
    [list, version, tx.actor.userId],
  );
  const next = row!.version;
  await tx.query(
    `INSERT INTO list_items (list, version, code, position, parent, fr, ar, en, retired)
     SELECT list, $3, code, position, parent, fr, ar, en, retired FROM list_items WHERE list = $1 AND version = $2`,
    [list, version, next],
  );
  await tx.query(
    `INSERT INTO list_crosswalk (list, version, code, standard, field, value)
     SELECT list, $3, code, standard, field, value FROM list_crosswalk WHERE list = $1 AND version = $2`,
    [list, version, next],
  );
  return next;
}

export const putItem = (
  tx: Tx,
  { list, version }: Draft,
  { code, parent, labels, retired }: Item,
  last: number,
) =>
  tx.query(
    `INSERT INTO list_items (list, version, code, position, parent, fr, ar, en, retired)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (list, version, code) DO UPDATE SET parent = excluded.parent, fr = excluded.fr, ar = excluded.ar,
       en = excluded.en, retired = excluded.retired`,
    [
      list,
      version,
      code,
      last,
      parent,
      labels.fr.trim(),
      labels.ar.trim(),
      labels.en.trim(),
      retired,
    ],
  );

/** Writes the equivalents of an item, with a row that says so if a standard has none. */
export async function putCrosswalk(
  tx: Tx,
  { list, version }: Draft,
  { code, crosswalk }: Item,
): Promise<void> {
  await tx.query('DELETE FROM list_crosswalk WHERE list = $1 AND version = $2 AND code = $3', [
    list,
    version,
    code,
  ]);
  const none = { field: null, value: null };
  const rows = STANDARDS.flatMap((standard) => {
    const targets = crosswalk[standard];
    return (targets.length > 0 ? targets : [none]).map((target) => ({ standard, ...target }));
  });
  await tx.query(
    `INSERT INTO list_crosswalk (list, version, code, standard, field, value)
     SELECT DISTINCT $1, $2::int, $3, standard, field, value
       FROM jsonb_to_recordset($4::jsonb) AS r (standard text, field text, value text)`,
    [list, version, code, JSON.stringify(rows)],
  );
}

export const putOrder = (tx: Tx, { list, version }: Draft, items: readonly { code: string }[]) =>
  tx.query(
    `UPDATE list_items i SET position = o.position
       FROM unnest($3::text[]) WITH ORDINALITY AS o (code, position)
      WHERE i.list = $1 AND i.version = $2 AND i.code = o.code AND i.position <> o.position`,
    [list, version, items.map(({ code }) => code)],
  );
