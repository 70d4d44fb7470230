/** Query of an exported list: columns, filters, and the people that may be disclosed. */
import { randomBytes } from 'node:crypto';
import type { SelectStatement } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { ExportConsents, PersonReferences } from './export-consents.service';
import type { CaseList, ExportColumn, ExportList, ExportSource } from './export-list.types';
import type { Recipient } from './recipients.rules';

/** Column of this file. */
export type WrittenColumn = Omit<ExportColumn, 'outside' | 'sql'>;

export interface ExportQuery {
  readonly columns: readonly WrittenColumn[];
  /** Lines for an organisation bear the reference of the disclosure; other ids are random. */
  select(references: PersonReferences | null): SelectStatement;
  /**
   * Returns one row: `lines`, number of people `leftOut`, and the people disclosed to an external recipient (`people`,
   * else null).
   */
  readonly count: SelectStatement;
}

type Bind = (value: unknown) => string;

/** First in every list about people: the same person is the same id in this file and in no other. */
const PERSON: WrittenColumn = {
  key: 'person',
  label: 'exports:column.person',
  hxl: '#beneficiary+id',
  kind: 'text',
};

export function exportQuery(
  actor: Actor,
  list: ExportList,
  { from, where, params, order }: ExportSource,
  to: Recipient,
  agreements: ExportConsents,
): ExportQuery {
  const values = [...params];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const goesOut = list.class === 'case_list' && to.kind !== 'office';
  const agrees = goesOut ? `${list.caseId} IN (${agreements.agreed(to, bind)})` : 'true';
  const count = goesOut
    ? countOfThoseWhoAgree(list, { from, where }, agrees)
    : `SELECT count(*)::int AS lines, 0 AS "leftOut", NULL::uuid[] AS people FROM ${from} WHERE ${where}`;
  const counted = [...values];
  const columns = writtenColumns(actor, list, to);
  return {
    columns: list.class === 'figures' ? columns : [PERSON, ...columns],
    select: (references) => {
      const cells = columns.map(({ sql }) => sql);
      if (list.class === 'case_list') cells.unshift(idOf(list.person, references, bind));
      const sql = `SELECT ${cells.join(', ')} FROM ${from} WHERE (${where}) AND ${agrees} ORDER BY ${order}`;
      return { sql, params: values };
    },
    count: { sql: count, params: counted },
  };
}

const countOfThoseWhoAgree = (
  { person }: CaseList,
  { from, where }: Pick<ExportSource, 'from' | 'where'>,
  agrees: string,
): string => `SELECT count(*) FILTER (WHERE agrees)::int AS lines, coalesce(array_agg(DISTINCT person) FILTER (WHERE agrees), '{}') AS people,
    (count(DISTINCT person) - count(DISTINCT person) FILTER (WHERE agrees))::int AS "leftOut"
  FROM (SELECT ${person} AS person, ${agrees} AS agrees FROM ${from} WHERE ${where}) line`;

const writtenColumns = (actor: Actor, list: ExportList, to: Recipient): ExportColumn[] =>
  list
    .columns(actor)
    .map(({ outside, ...column }) =>
      to.kind === 'office' || !outside ? column : { ...column, ...outside },
    );

/** Keyed by chance that nobody keeps: ids of two files cannot be laid side by side. */
const idOf = (person: string, references: PersonReferences | null, bind: Bind): string =>
  references
    ? `${bind(JSON.stringify(Object.fromEntries(references)))}::jsonb ->> ${person}::text`
    : `left(encode(sha256(convert_to(${bind(randomBytes(32).toString('base64'))}::text || ${person}::text, 'UTF8')), 'hex'), 16)`;
