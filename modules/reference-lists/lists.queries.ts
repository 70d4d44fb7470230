/** Reading lists: versions with who wrote and approved them, and their items in order. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Crosswalk, Labels, StandardName, Target } from './data/coded-list.types';
import { type ComparableItem, type Item, targetKey } from './list.rules';
import type { OwnedListName } from './owned-lists.data';

export interface ListOwner {
  readonly role: string;
  /** Where only people of such an organisation own it. */
  readonly kind: string | null;
}

export interface ListRow {
  readonly name: string;
  readonly owner: ListOwner;
  /** Part of how people are classified, and so compared with the standards. */
  readonly compared: boolean;
  /** Whether the actor owns it. */
  readonly mine: boolean;
}

export type VersionState = 'draft' | 'approved' | 'dropped';

export interface VersionRow {
  readonly list: string;
  readonly version: number;
  readonly state: VersionState;
  readonly revision: number;
  readonly source: string;
  readonly licence: string;
  readonly note: string | null;
  readonly holdsFrom: CivilDate | null;
  /** Null: delivered with the application. */
  readonly draftedBy: string | null;
  readonly draftedAt: Date;
  /** Everybody who wrote in it; none of them approves it. */
  readonly writers: readonly { readonly id: string; readonly name: string }[];
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  /** In force today. */
  readonly current: boolean;
}

export interface Version extends VersionRow {
  readonly items: readonly Item[];
}

export const ownedLists = (tx: Tx): Promise<ListRow[]> =>
  tx.query<ListRow>(
    `SELECT name, jsonb_build_object('role', owner_role, 'kind', owner_kind) AS owner, compared, mawa_owns_list(name) AS mine
       FROM lists ORDER BY position`,
  );

const CURRENT = `(SELECT max(c.version) FROM list_versions c
   WHERE c.list = v.list AND c.state = 'approved' AND c.holds_from <= mawa_day(mawa_now()))`;

/** Newest first; what was dropped is not shown. */
export const versionsOf = (tx: Tx, list: string | null): Promise<VersionRow[]> =>
  tx.query<VersionRow>(
    `SELECT v.list, v.version, v.state, v.revision, v.source, v.licence, v.note, v.holds_from::text AS "holdsFrom",
            CASE WHEN NOT d.system THEN localized_name(d.name, d.names) END AS "draftedBy", v.drafted_at AS "draftedAt", CASE WHEN NOT a.system THEN localized_name(a.name, a.names) END AS "approvedBy", v.approved_at AS "approvedAt",
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', u.id, 'name', localized_name(u.name, u.names)) ORDER BY localized_name(u.name, u.names), u.id)
              FROM list_writers w JOIN users u ON u.id = w.user_id
             WHERE w.list = v.list AND w.version = v.version), '[]') AS writers,
            coalesce(v.version = ${CURRENT}, false) AS current
       FROM list_versions v JOIN users d ON d.id = v.drafted_by LEFT JOIN users a ON a.id = v.approved_by
      WHERE ($1::text IS NULL OR v.list = $1) AND v.state <> 'dropped'
      ORDER BY v.list, v.version DESC`,
    [list],
  );

interface ItemRow {
  readonly list: string;
  readonly version: number;
  readonly code: string;
  readonly parent: string | null;
  readonly retired: boolean;
  readonly labels: Labels;
  readonly targets: readonly (Target & { readonly standard: StandardName })[];
}

const itemOf = ({ code, parent, retired, labels, targets }: ItemRow): Item => ({
  code,
  parent,
  retired,
  labels,
  crosswalk: crosswalkOf(targets),
});

const crosswalkOf = (targets: ItemRow['targets']): Crosswalk => {
  const of = (name: StandardName) =>
    targets
      .filter(({ standard }) => standard === name)
      .map(({ field, value }): Target => ({ field, value }));
  return { htcds: of('htcds'), ctdc: of('ctdc') };
};

const ITEMS = `
  SELECT i.list, i.version, i.code, i.parent, i.retired,
         jsonb_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) AS labels,
         coalesce((SELECT jsonb_agg(jsonb_build_object('standard', c.standard, 'field', c.field, 'value', c.value)
                     ORDER BY c.standard, f.position, s.position)
           FROM list_crosswalk c JOIN standard_fields f USING (standard, field) JOIN standard_values s USING (standard, field, value)
          WHERE c.list = i.list AND c.version = i.version AND c.code = i.code), '[]') AS targets
    FROM list_items i`;

export async function itemsOf(tx: Tx, list: string, version: number): Promise<Item[]> {
  const rows = await tx.query<ItemRow>(
    `${ITEMS} WHERE i.list = $1 AND i.version = $2 ORDER BY i.position`,
    [list, version],
  );
  return rows.map(itemOf);
}

export interface ListEdition {
  readonly list: string;
  readonly version: number;
  readonly items: readonly Item[];
}

/** Editions in force today, of each of these lists, in one statement. */
export async function editionsInForce(tx: Tx, lists: readonly string[]): Promise<ListEdition[]> {
  const rows = await tx.query<ItemRow>(
    `${ITEMS} JOIN list_versions v ON v.list = i.list AND v.version = i.version
      WHERE i.list = ANY ($1) AND v.version = ${CURRENT} ORDER BY i.list, i.position`,
    [lists],
  );
  return lists.map((list) => {
    const own = rows.filter((row) => row.list === list);
    return { list, version: own[0]!.version, items: own.map(itemOf) };
  });
}

/** A code as it was chosen: with the version of its list. */
export interface ChosenCode {
  readonly list: string;
  readonly version: number;
  readonly code: string;
}

/** The words of codes, each in the version that it was chosen from. */
export const labelsOf = (
  tx: Tx,
  chosen: readonly ChosenCode[],
): Promise<(ChosenCode & { readonly labels: Labels })[]> =>
  tx.query(
    `SELECT DISTINCT i.list, i.version, i.code, jsonb_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) AS labels
       FROM list_items i JOIN unnest($1::text[], $2::int[], $3::text[]) AS c (list, version, code) USING (list, version, code)`,
    [
      chosen.map(({ list }) => list),
      chosen.map(({ version }) => version),
      chosen.map(({ code }) => code),
    ],
  );

export const latestLabels = (tx: Tx, list: string): Promise<{ code: string; labels: Labels }[]> =>
  tx.query(
    `SELECT DISTINCT ON (i.code) i.code, jsonb_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) AS labels
       FROM list_items i JOIN list_versions v USING (list, version)
      WHERE i.list = $1 AND v.state = 'approved' ORDER BY i.code, i.version DESC`,
    [list],
  );

/** The words of a code inside a query, as one value: in the version that it was chosen from. */
export const labelsSql = (list: OwnedListName, version: string, code: string): string =>
  `(SELECT jsonb_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) FROM list_items i
     WHERE i.list = '${list}' AND i.version = ${version} AND i.code = ${code})`;

/** Values of the standards that codes of a list can be mapped to, in the order of the standard. */
export async function comparableOf(tx: Tx, list: string): Promise<ComparableItem> {
  const rows = await tx.query<StandardValue>(
    `SELECT v.standard, v.field, v.value, v.label FROM list_standards l JOIN standard_fields f USING (standard, field)
       JOIN standard_values v USING (standard, field) WHERE l.list = $1 ORDER BY f.position, v.position`,
    [list],
  );
  const of = (name: StandardName) =>
    rows.filter(({ standard }) => standard === name).map(targetKey);
  return { htcds: of('htcds'), ctdc: of('ctdc') };
}

/** Allowed codes of the first tier; null if any is allowed. */
export async function firstTierOf(tx: Tx, list: string): Promise<readonly string[] | null> {
  const [row] = await tx.query<{ codes: readonly string[] | null }>(
    `SELECT (SELECT array_agg(DISTINCT i.code) FROM list_items i JOIN list_versions v USING (list, version)
              WHERE i.list = l.first_tier AND v.state = 'approved') AS codes
       FROM lists l WHERE l.name = $1`,
    [list],
  );
  return row!.codes;
}

export interface StandardValue extends Target {
  readonly standard: StandardName;
  readonly label: string;
}

export const standardValues = (tx: Tx): Promise<StandardValue[]> =>
  tx.query<StandardValue>(
    `SELECT v.standard, v.field, v.value, v.label FROM standard_values v JOIN standard_fields f USING (standard, field)
      ORDER BY v.standard, f.position, v.position`,
  );

export interface StandardRow {
  readonly name: StandardName;
  readonly title: string;
  readonly edition: string;
  readonly source: string;
  readonly licence: string;
  readonly fields: number;
}

export const standardsOf = (tx: Tx): Promise<StandardRow[]> =>
  tx.query<StandardRow>(
    `SELECT s.name, s.title, s.edition, s.source, s.licence,
            (SELECT count(*)::int FROM standard_fields f WHERE f.standard = s.name) AS fields
       FROM standards s ORDER BY s.name DESC`,
  );
