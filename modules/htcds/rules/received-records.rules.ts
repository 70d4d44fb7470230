/**
 * Received fields are stored as they were and exported again while they still agree with Mawa: each with a digest of
 * what Mawa itself had at the time of import.
 */
import { createHash } from 'node:crypto';
import { type Cells, PERSON_TABLES, type PersonTable, type Rows } from '../htcds-record.types';
import { keepOnly, partOfField, type DisclosablePart, DISCLOSABLE_PARTS } from './columns.rules';
import { hasMoreThanLocation } from './locations.rules';
import { goalOf } from './to-facts.rules';

export interface ReceivedRecord {
  readonly said: Rows;
  /** Digest by field (or table with several rows) of Mawa's value at the import. */
  readonly wrote: Readonly<Record<string, string>>;
  /** Organisations named by lookups of these rows. */
  readonly organisations: readonly Cells[];
}

/** Compared as whole tables: events, comments and plans belong together. */
const WHOLE = ['hte', 'cco', 'spl'] as const;
const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

/** Always Mawa's own values: the case owner is our case holder, and consents given to others are not ours. */
const ALWAYS_OURS: ReadonlySet<string> = new Set(['cas_CaseOwner', 'con_Consent']);

export function digestsOfOwnFields(rows: Rows): Record<string, string> {
  const fields = (['prs', 'vic', 'cas'] as const).flatMap((table) =>
    Object.entries(rows[table][0] ?? {}),
  );
  return {
    ...Object.fromEntries(fields.map(([field, value]) => [field, digest(value)])),
    ...Object.fromEntries(
      WHOLE.filter((table) => rows[table].length > 0).map((table) => [table, digest(rows[table])]),
    ),
  };
}

export function mergeReceived(kept: ReceivedRecord | null, now: Rows): Rows {
  if (!kept) return now;
  const { said, wrote } = kept;
  const stands = (key: string, value: unknown): boolean =>
    wrote[key] === (value === undefined ? undefined : digest(value));
  const single = (table: 'prs' | 'vic' | 'cas'): Cells[] => {
    const [was, is] = [said[table][0] ?? {}, now[table][0] ?? {}];
    const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    const cells = fields.flatMap((field) => {
      const value = !ALWAYS_OURS.has(field) && stands(field, is[field]) ? was[field] : is[field];
      return value === undefined ? [] : [[field, value] as const];
    });
    return cells.length > 0 ? [Object.fromEntries(cells)] : [];
  };
  const several = (table: (typeof WHOLE)[number], beside: (row: Cells, at: number) => boolean) =>
    stands(table, now[table].length > 0 ? now[table] : undefined)
      ? said[table]
      : [...now[table], ...said[table].filter(beside)];
  return {
    prs: single('prs'),
    vic: single('vic'),
    cas: single('cas'),
    per: said.per,
    ref: [...said.ref, ...now.ref],
    cco: several('cco', (_row, at) => at > 0),
    hte: several('hte', hasMoreThanLocation),
    spl: several('spl', (row) => goalOf(row) === null),
    con: now.con,
  };
}

/** Split by the part of the file that each field belongs to, as it is sealed and read. */
export function partsOfReceived(kept: ReceivedRecord): Map<DisclosablePart, ReceivedRecord> {
  const parts = DISCLOSABLE_PARTS.map((part): [DisclosablePart, ReceivedRecord] => {
    const said = keepOnly(kept.said, (field) => partOfField(field) === part);
    const wrote = Object.entries(kept.wrote).filter(([key]) => partOfKey(key) === part);
    const named = lookupsOf(said);
    return [
      part,
      {
        said,
        wrote: Object.fromEntries(wrote),
        organisations: kept.organisations.filter(({ org_Name }) => named.has(org_Name!)),
      },
    ];
  });
  return new Map(parts.filter(([, { said }]) => PERSON_TABLES.some((t) => said[t].length > 0)));
}

const partOfKey = (key: string): DisclosablePart =>
  key === 'spl' ? 'care' : key === 'hte' || key === 'cco' ? 'story' : partOfField(key);

/** Several parts of one person, put together again. */
export function joinReceived(parts: readonly ReceivedRecord[]): ReceivedRecord | null {
  if (parts.length === 0) return null;
  const single = (table: PersonTable): Cells[] => {
    const cells = Object.assign({}, ...parts.map(({ said }) => said[table][0] ?? {})) as Cells;
    return Object.keys(cells).length > 0 ? [cells] : [];
  };
  const several = (table: PersonTable): Cells[] => parts.flatMap(({ said }) => [...said[table]]);
  return {
    said: Object.fromEntries(
      PERSON_TABLES.map((table) => [
        table,
        ['prs', 'vic', 'cas', 'con'].includes(table) ? single(table) : several(table),
      ]),
    ) as unknown as Rows,
    wrote: Object.assign({}, ...parts.map(({ wrote }) => wrote)) as Record<string, string>,
    organisations: parts.flatMap(({ organisations }) => [...organisations]),
  };
}

const LOOKUPS = [
  'vic_LocationOfRecruitment',
  'vic_LocationOfExploitation',
  'per_Organisation',
  'cas_ReferringOrganisation',
  'cas_ReferredOrganisation',
];

/** The organisations that these rows name. */
export const lookupsOf = (rows: Rows): Set<string> =>
  new Set(
    PERSON_TABLES.flatMap((table) =>
      rows[table].flatMap((cells) => LOOKUPS.flatMap((field) => cells[field] ?? [])),
    ),
  );
