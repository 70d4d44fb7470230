/** The one query of a list that is taken out: its columns, its filters, and of whom it may speak. */
import { randomBytes } from 'node:crypto';
import type { Select } from '../../src/database/transactions';
import type { Actor } from '../../src/shared/actor';
import type { Agreements } from './agreements';
import type { CaseList, ExportColumn, ExportList, ExportSource } from './export-list';
import type { Recipient } from './recipients';

/** A column as it stands in this file. */
export type WrittenColumn = Omit<ExportColumn, 'outside'>;

export interface ExportQuery {
  readonly columns: readonly WrittenColumn[];
  readonly select: Select;
  /** One row: `lines`, of how many `people`, and how many people are `leftOut`. */
  readonly count: Select;
  /** Of whom it speaks to somebody outside; null where it stays, or no row is a person. */
  readonly whom: Select | null;
}

type Bind = (value: unknown) => string;

/** First in every list about people: the same person is the same id in this file and in no other. */
const PERSON: Omit<ExportColumn, 'sql'> = {
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
  agreements: Agreements,
): ExportQuery {
  const values = [...params];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const goesOut = list.class === 'case_list' && to.kind !== 'office';
  const agrees = goesOut ? `${list.caseId} IN (${agreements.agreed(to, bind)})` : 'true';
  const count = goesOut
    ? countOfThoseWhoAgree(list, { from, where }, agrees)
    : `SELECT count(*)::int AS lines, NULL::int AS people, 0 AS "leftOut" FROM ${from} WHERE ${where}`;
  const counted = [...values];
  const whom = goesOut
    ? `SELECT DISTINCT ${list.person} AS person FROM ${from} WHERE (${where}) AND ${agrees}`
    : null;
  const columns = writtenColumns(actor, list, to, bind);
  const cells = columns.map(({ sql }) => sql).join(', ');
  const sql = `SELECT ${cells} FROM ${from} WHERE (${where}) AND ${agrees} ORDER BY ${order}`;
  return {
    columns,
    select: { sql, params: values },
    count: { sql: count, params: counted },
    whom: whom === null ? null : { sql: whom, params: counted },
  };
}

const countOfThoseWhoAgree = (
  { person }: CaseList,
  { from, where }: Pick<ExportSource, 'from' | 'where'>,
  agrees: string,
): string => `SELECT count(*) FILTER (WHERE agrees)::int AS lines, count(DISTINCT person) FILTER (WHERE agrees)::int AS people,
    (count(DISTINCT person) - count(DISTINCT person) FILTER (WHERE agrees))::int AS "leftOut"
  FROM (SELECT ${person} AS person, ${agrees} AS agrees FROM ${from} WHERE ${where}) line`;

function writtenColumns(
  actor: Actor,
  list: ExportList,
  to: Recipient,
  bind: Bind,
): WrittenColumn[] {
  const own = list
    .columns(actor)
    .map(({ outside, ...column }) =>
      to.kind === 'office' || !outside ? column : { ...column, ...outside },
    );
  return list.class === 'figures' ? own : [{ ...PERSON, sql: idOf(list.person, bind) }, ...own];
}

/** Keyed by chance that nobody keeps: ids of two files cannot be laid side by side. */
const idOf = (person: string, bind: Bind): string =>
  `left(encode(sha256(convert_to(${bind(randomBytes(32).toString('base64'))}::text || ${person}::text, 'UTF8')), 'hex'), 16)`;
