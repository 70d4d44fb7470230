import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { SettingDefinition, SettingPart, Words } from './setting.types';

/** A value that held, holds or will hold. */
export interface SettingValue {
  /** The change that it came by; null where Mawa was delivered with it. */
  readonly proposalId: string | null;
  readonly value: unknown;
  /** Null: as an empty Mawa has it, of a table without days. */
  readonly from: Date | null;
  readonly source: string | null;
  /** Null: delivered with Mawa. */
  readonly by: string | null;
  readonly confirmedBy: string | null;
}

/** `cancelled`: confirmed, and taken back before its day. */
export type ProposalState = 'proposed' | 'confirmed' | 'refused' | 'withdrawn' | 'cancelled';

export interface SettingProposal {
  readonly id: string;
  readonly key: string;
  readonly value: unknown;
  readonly fromDay: CivilDate;
  readonly source: string;
  readonly by: string;
  readonly byId: string;
  readonly at: Date;
  readonly state: ProposalState;
  /** The planned change that it takes back; null where it is a change itself. */
  readonly cancels: string | null;
  /** Why it was taken back. */
  readonly cancelledFor: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export async function definitionsIn(tx: Tx): Promise<SettingDefinition[]> {
  const definitions = await tx.query<SettingDefinition>(
    `SELECT key, area, kind, protects, proposed_by AS "proposedBy", confirmed_by AS "confirmedBy", shape, tables, page
       FROM setting_definitions ORDER BY place`,
  );
  const items = await tx.query<{ list: string; code: string; labels: Words }>(
    `SELECT i.list, i.code, jsonb_build_object('fr', i.fr, 'ar', i.ar, 'en', i.en) AS labels
       FROM list_items i JOIN (SELECT list, max(version) AS version FROM list_versions
              WHERE state = 'approved' AND holds_from <= mawa_day(mawa_now()) GROUP BY list) v
         ON v.list = i.list AND v.version = i.version
      WHERE NOT i.retired AND i.list IN (SELECT p ->> 'list' FROM setting_definitions, jsonb_array_elements(shape -> 'parts') p)
      ORDER BY i.position`,
  );
  const withOptions = (part: SettingPart): SettingPart => {
    if (!part.list) return part;
    const own = items.filter(({ list }) => list === part.list);
    const labels = Object.fromEntries(own.map((item) => [item.code, item.labels]));
    return { ...part, options: own.map(({ code }) => code), labels };
  };
  return definitions.map((definition) => ({
    ...definition,
    shape: { ...definition.shape, parts: definition.shape.parts?.map(withOptions) },
  }));
}

export async function definitionOf(tx: Tx, key: string): Promise<SettingDefinition | null> {
  return (await definitionsIn(tx)).find((one) => one.key === key) ?? null;
}

const PROPOSALS = `SELECT p.id, p.key, p.value, p.from_day::text AS "fromDay", p.source, localized_name(u.name, u.names) AS by, u.id AS "byId", p.cancels,
    p.proposed_at AS at, CASE WHEN c.id IS NULL THEN coalesce(d.decision, 'proposed') ELSE 'cancelled' END AS state,
    localized_name(v.name, v.names) AS "decidedBy", coalesce(e.decided_at, d.decided_at) AS "decidedAt", c.source AS "cancelledFor"
  FROM setting_proposals p JOIN users u ON u.id = p.proposed_by
  LEFT JOIN setting_decisions d ON d.proposal_id = p.id
  LEFT JOIN setting_proposals c ON c.id = d.cancelled_by LEFT JOIN setting_decisions e ON e.proposal_id = c.id
  LEFT JOIN users v ON v.id = coalesce(e.decided_by, d.decided_by)`;

export const proposalsOf = (tx: Tx, key: string): Promise<SettingProposal[]> =>
  tx.query<SettingProposal>(`${PROPOSALS} WHERE p.key = $1 ORDER BY p.place DESC LIMIT 100`, [key]);

export async function proposalIn(tx: Tx, id: string): Promise<SettingProposal | null> {
  return (await tx.query<SettingProposal>(`${PROPOSALS} WHERE p.id = $1`, [id]))[0] ?? null;
}

export const waitingIn = (tx: Tx): Promise<SettingProposal[]> =>
  tx.query<SettingProposal>(`${PROPOSALS} WHERE d.decision IS NULL ORDER BY p.place`);

/** Values of every setting kept in `settings`, by key. */
export async function currentValues(tx: Tx): Promise<Map<string, SettingValue>> {
  const rows = await tx.query<SettingValue & { key: string }>(
    `SELECT DISTINCT ON (s.key) NULL AS "proposalId", s.key, s.value, s.valid_from AS "from", s.source, localized_name(u.name, u.names) AS by, NULL AS "confirmedBy"
       FROM settings s LEFT JOIN users u ON u.id = s.set_by
      WHERE s.valid_from <= mawa_now() AND NOT s.cancelled ORDER BY s.key, s.valid_from DESC`,
  );
  return new Map(rows.map(({ key, ...value }) => [key, value]));
}

/** All values of one setting, the latest first. */
export function valuesOf(tx: Tx, definition: SettingDefinition): Promise<SettingValue[]> {
  switch (definition.kind) {
    case 'value':
      return tx.query<SettingValue>(
        `SELECT d.proposal_id AS "proposalId", s.value, s.valid_from AS "from", s.source, localized_name(u.name, u.names) AS by, localized_name(v.name, v.names) AS "confirmedBy"
           FROM settings s LEFT JOIN users u ON u.id = s.set_by
           LEFT JOIN LATERAL (SELECT d.proposal_id, d.decided_by FROM setting_proposals p JOIN setting_decisions d ON d.proposal_id = p.id
              WHERE p.key = s.key AND d.in_force_from = s.valid_from AND p.cancels IS NULL AND d.cancelled_by IS NULL) d ON true
           LEFT JOIN users v ON v.id = d.decided_by AND v.id <> s.set_by
          WHERE s.key = $1 AND NOT s.cancelled ORDER BY s.valid_from DESC`,
        [definition.key],
      );
    case 'dated_rows':
      return tx.query<SettingValue>(datedRowsQuery(definition), [definition.key]);
    case 'entries':
      return entryValues(tx, definition);
    case 'page':
      return Promise.resolve([]);
  }
}

/** Amounts as exact text; days without an hour. */
const column = ({ path, type }: SettingPart): string => {
  if (type === 'amount') return `'${path}', "${path}"::text`;
  return type === 'day' ? `'${path}', "${path}"::date` : `'${path}', "${path}"`;
};

const rowObject = ({ shape }: SettingDefinition): string =>
  `jsonb_build_object(${(shape.parts ?? []).map(column).join(', ')})`;

/** Names of tables and columns are those of the definition, which is reference data. */
const datedRowsQuery = (definition: SettingDefinition): string =>
  `SELECT d.proposal_id AS "proposalId", r.rows AS value, mawa_day_begins(r.valid_from) AS "from", r.source, localized_name(u.name, u.names) AS by, localized_name(v.name, v.names) AS "confirmedBy"
     FROM (SELECT valid_from, min(source) AS source, jsonb_agg(${rowObject(definition)} ORDER BY "${definition.shape.rowKey}") AS rows
             FROM ${definition.tables[0]} WHERE NOT cancelled GROUP BY valid_from) r
     LEFT JOIN LATERAL (SELECT d.proposal_id, p.proposed_by, d.decided_by FROM setting_proposals p JOIN setting_decisions d ON d.proposal_id = p.id
        WHERE p.key = $1 AND p.from_day = r.valid_from AND d.decision = 'confirmed'
          AND p.cancels IS NULL AND d.cancelled_by IS NULL) d ON true
     LEFT JOIN users u ON u.id = d.proposed_by LEFT JOIN users v ON v.id = d.decided_by AND v.id <> u.id
    ORDER BY r.valid_from DESC`;

const EDITION_IN_FORCE = `(SELECT questions FROM survey_weightings
    WHERE approved_at IS NOT NULL AND holds_from <= mawa_day(mawa_now()) ORDER BY holds_from DESC, version DESC LIMIT 1)`;

const entriesQuery = (definition: SettingDefinition): string => {
  const { edition, rowKey } = definition.shape;
  const order = edition ? 'place, code' : `"${rowKey}"`;
  return `SELECT jsonb_agg(${rowObject(definition)} ORDER BY ${order}) AS value FROM ${definition.tables[0]}${
    edition ? ` WHERE version = ${EDITION_IN_FORCE}` : ''
  }`;
};

/** What stands in the table now, and what was confirmed before. */
async function entryValues(tx: Tx, definition: SettingDefinition): Promise<SettingValue[]> {
  const rows = await tx.query<SettingValue & { now: unknown; confirmed: boolean }>(
    `SELECT n.value AS now, d.in_force_from IS NOT NULL AS confirmed, p.id AS "proposalId", p.value, d.in_force_from AS "from", p.source,
            localized_name(u.name, u.names) AS by, CASE WHEN d.decided_by <> p.proposed_by THEN localized_name(v.name, v.names) END AS "confirmedBy"
       FROM (${entriesQuery(definition)}) n
       LEFT JOIN (setting_proposals p
         JOIN setting_decisions d ON d.proposal_id = p.id AND d.decision = 'confirmed'
         JOIN users u ON u.id = p.proposed_by JOIN users v ON v.id = d.decided_by) ON p.key = $1
      ORDER BY d.in_force_from DESC`,
    [definition.key],
  );
  const confirmed = rows
    .filter((row) => row.confirmed)
    .map(({ now: _now, confirmed: _confirmed, ...value }) => value);
  const { source = null } = definition.shape;
  const delivered = { proposalId: null, from: null, source, by: null, confirmedBy: null };
  const coming = confirmed.filter(({ from }) => from !== null && from > tx.now);
  const [last = delivered, ...before] = confirmed.slice(coming.length);
  return [...coming, { ...last, value: rows[0]!.now }, ...before];
}
