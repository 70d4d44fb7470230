/** A table that somebody asks for: one measure, one or two dimensions, a period, some values alone, and who is to read it. */
import { DomainError } from '../platform/shared/domain.errors';
import { addDays, type CivilDate, daysBetween } from '../platform/shared/nights.rules';
import { quarterBefore, quarterOf } from '../platform/shared/quarters.rules';
import { periodOf as namedPeriodOf } from '../platform/shared/periods.rules';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import {
  countsPast,
  cutOf,
  isDimension,
  isMeasure,
  isTime,
  type MeasureKey,
} from './measures.data';

export const SPANS = [
  'last_quarter',
  'last_month',
  'this_year',
  'last_year',
  'last_12_months',
  'dates',
] as const;
export type Span = (typeof SPANS)[number];
export const READERS = ['inside', 'donor'] as const;
export type Reader = (typeof READERS)[number];

/** A request as entered and saved: relative periods move with time, so that a saved analysis is up to date. */
export interface AnalysisRequest {
  readonly measure: string;
  readonly rows: string;
  readonly columns?: string | null;
  readonly span?: Span;
  /** Both ends belong to it; of the span `dates`. */
  readonly from?: CivilDate | null;
  readonly to?: CivilDate | null;
  /** Values alone: "sex:female". */
  readonly only?: readonly string[];
  readonly reader?: Reader;
  readonly past?: PastChoice;
}

export interface AnalysisQuery {
  readonly measure: MeasureKey;
  readonly rows: string;
  readonly columns: string | null;
  readonly span: Span;
  readonly period: { readonly from: CivilDate; readonly until: CivilDate };
  readonly only: Readonly<Record<string, readonly string[]>>;
  readonly reader: Reader;
  readonly past: PastChoice;
}

/**
 * A code name, whose money it is, and what has no end and of which a row exists only where somebody is counted: never for who is not of
 * the programme.
 */
export const INSIDE_ONLY: readonly string[] = [
  'house',
  'nationality',
  'return_country',
  'call_language',
  'partner',
  'budget_line',
];

/** Dimensions that every fact has, so that there is no row "not known". */
export const ALWAYS_KNOWN: readonly string[] = [
  'served_by',
  'service_type',
  'service_category',
  'house',
  'house_kind',
  'work_kind',
  'project_kind',
  'project_region',
  'training_region',
  'referral_help',
  'referral_answer',
  'follow_up_of',
  'follow_up_answer',
  'proceeding_kind',
  'grant',
  'agency',
  'budget_line',
  'object_class',
  'unsdg_category',
];

const MOST_DAYS = 20 * 366;
export const MOST_CELLS = 2000;
export const MOST_COLUMNS = 60;

const refuse = (code: string, field: string, params = {}): never => {
  throw new DomainError('invalid', `analyses.${code}`, params, field);
};

/** Named where it is a dimension of another measure. */
function assertTakes(measure: MeasureKey, dimension: string, field: string): void {
  if (cutOf(measure, dimension)) return;
  if (!isDimension(dimension)) refuse('no_dimension', field);
  refuse('not_of_measure', field, { measure, dimension });
}

export function parseRequest(asked: AnalysisRequest, today: CivilDate): AnalysisQuery {
  const { measure, rows } = asked;
  if (!isMeasure(measure)) return refuse('no_measure', 'measure');
  const columns = asked.columns ? asked.columns : null;
  assertTakes(measure, rows, 'rows');
  if (columns !== null) assertTakes(measure, columns, 'columns');
  if (columns === rows) refuse('same_dimension', 'columns');
  const only = onlyOf(measure, asked.only ?? []);
  const reader = asked.reader ?? 'inside';
  const past = asked.past ?? 'without';
  if (past !== 'without' && !countsPast(measure)) refuse('nothing_of_before', 'past');
  // Compared with earlier figures without past records, it would disclose how many there are.
  if (past !== 'without' && reader !== 'inside') refuse('past_inside_only', 'past');
  const named = [rows, ...(columns === null ? [] : [columns]), ...Object.keys(only)];
  if (reader !== 'inside' && named.some((one) => INSIDE_ONLY.includes(one))) {
    refuse('inside_only', 'reader');
  }
  const span = asked.span ?? 'last_quarter';
  const period = periodOf(span, asked, today);
  if (reader !== 'inside' && period.until > today) refuse('not_over', 'reader');
  if (reader !== 'inside') assertForOthers({ measure, rows, columns, only, period });
  return { measure, rows, columns, span, period, only, reader, past };
}

/**
 * Requirements for external readers: periods are nested or disjoint (from overlapping ones the difference could be
 * computed), one value of a personal attribute at a time (the people left out of two would be a group of their own),
 * and one dimension of time.
 */
function assertForOthers({
  measure,
  rows,
  columns,
  only,
  period,
}: Pick<AnalysisQuery, 'measure' | 'rows' | 'columns' | 'only' | 'period'>): void {
  if (!isNamed(period)) refuse('not_months', 'reader');
  if (columns !== null && isTime(rows) && isTime(columns)) refuse('two_times', 'columns');
  for (const [dimension, values] of Object.entries(only)) {
    if (values.length > 1) refuse('one_value', 'only');
    if (!cutOf(measure, dimension)!.ofPerson) refuse('of_people', 'only');
  }
}

const NO_GRANT = { startsOn: '0001-01-01', endsOn: '0001-01-01' };
const isNamed = ({ from, until }: AnalysisQuery['period']): boolean =>
  (['month', 'quarter', 'half_year', 'year'] as const).some((every) => {
    const named = namedPeriodOf(every, from, NO_GRANT);
    return named.from === from && named.until === until;
  });

function onlyOf(measure: MeasureKey, asked: readonly string[]): Record<string, readonly string[]> {
  const only: Record<string, string[]> = {};
  for (const one of asked) {
    const at = one.indexOf(':');
    const [name, value] = [one.slice(0, Math.max(at, 0)), one.slice(at + 1)];
    assertTakes(measure, name, 'only');
    if (value === '') refuse('no_value', 'only');
    only[name] = [...new Set([...(only[name] ?? []), value])];
  }
  return only;
}

const monthBefore = (day: CivilDate): CivilDate =>
  `${addDays(`${day.slice(0, 7)}-01`, -1).slice(0, 7)}-01`;

/** Half-open period; an open end is today. */
export function periodOf(
  span: Span,
  { from, to }: Pick<AnalysisRequest, 'from' | 'to'>,
  today: CivilDate,
): AnalysisQuery['period'] {
  const year = Number(today.slice(0, 4));
  const month = `${today.slice(0, 7)}-01`;
  switch (span) {
    case 'last_quarter':
      return quarterBefore(quarterOf(today));
    case 'last_month':
      return { from: monthBefore(today), until: month };
    case 'this_year':
      return { from: `${year}-01-01`, until: addDays(today, 1) };
    case 'last_year':
      return { from: `${year - 1}-01-01`, until: `${year}-01-01` };
    case 'last_12_months':
      return { from: `${year - 1}${month.slice(4)}`, until: month };
    case 'dates': {
      if (!from) return refuse('no_dates', 'from');
      if (!to) return refuse('no_dates', 'to');
      if (to < from) refuse('turned_round', 'to');
      if (to > today) refuse('to_come', 'to');
      if (from < '2000-01-01' || daysBetween(from, to) > MOST_DAYS)
        refuse('too_many_years', 'from');
      return { from, until: addDays(to, 1) };
    }
    default:
      return refuse('no_dates', 'span');
  }
}

/** Maximum cells of a table with disclosure control. */
const MOST_PROTECTED = 300;

export function assertNotTooLarge(
  rows: number,
  columns: number,
  reader: AnalysisQuery['reader'],
): void {
  if (columns > MOST_COLUMNS) {
    throw new DomainError(
      'invalid',
      'analyses.too_many_columns',
      { count: columns, most: MOST_COLUMNS },
      'columns',
    );
  }
  const most = reader === 'inside' ? MOST_CELLS : MOST_PROTECTED;
  if (rows * columns > most) {
    throw new DomainError(
      'invalid',
      'analyses.too_many_cells',
      { count: rows * columns, most },
      'rows',
    );
  }
}

/** Converts a query back to a request, for saving and for the address. */
export const requestOf = ({
  measure,
  rows,
  columns,
  span,
  period,
  only,
  reader,
  past,
}: AnalysisQuery): AnalysisRequest => ({
  measure,
  rows,
  columns,
  span,
  reader,
  ...(past === 'without' ? {} : { past }),
  ...(span === 'dates' ? { from: period.from, to: addDays(period.until, -1) } : {}),
  only: Object.entries(only).flatMap(([name, values]) => values.map((value) => `${name}:${value}`)),
});
