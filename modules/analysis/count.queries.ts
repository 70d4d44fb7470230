/** The one statement of an analysis: put together from fragments of ours; whatever was chosen is a parameter. */
import { asFigures, sqlState, type Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { factsWithPast } from '../indicators';
import { type DimensionCut, cutOf, measureOf } from './measures.data';
import type { AnalysisQuery } from './analysis-query.rules';

export interface CountedCell {
  /** Null: of all of them. */
  readonly row: string | null;
  readonly column: string | null;
  /** Decimal text for money, a whole number otherwise. */
  readonly value: number | string;
  /** Number of people; null for facts without people. */
  readonly people: number | null;
}
export interface AnalysisCounts {
  readonly cells: readonly CountedCell[];
  readonly currency: string | null;
}

export const UNKNOWN = 'unknown';
const LONGEST_MS = 15_000;
const CANCELLED = '57014';

const codeOrUnknown = ({ sql }: DimensionCut): string => `coalesce(${sql}, '${UNKNOWN}')`;

/** Where the unknown is not chosen, a column is compared as it is: PostgreSQL then reads only the people who match. */
const isAmong = (cut: DimensionCut, values: readonly string[], place: number): string =>
  `${values.includes(UNKNOWN) ? codeOrUnknown(cut) : cut.sql} = ANY($${place}::text[])`;

/**
 * The cheapest query of a measure with the same result. Stored totals have no personal attributes and no counts of
 * people, which disclosure control needs.
 */
function factsOf({ measure, reader, past }: AnalysisQuery, cuts: readonly DimensionCut[]) {
  const { of, counts } = measureOf(measure);
  const joinsPeople = cuts.some(({ isTrait }) => isTrait);
  const countsPeople = counts === 'units' && of.ofPeople && reader !== 'inside';
  if (past !== 'without') {
    const rows = factsWithPast(of, past);
    return { rows, joinsPeople, countsPeople, units: EACH_ONCE, isKept: false };
  }
  if (counts === 'units' && !joinsPeople && !countsPeople && of.totals) {
    const rows = cuts.some(({ isTime: byTime }) => byTime) ? of.totals.byMonth : of.totals.all;
    return { rows, joinsPeople, countsPeople, units: ADDED_UP, isKept: true };
  }
  if (of.spans && (counts === 'people' || !cuts.some(({ many }) => many))) {
    return { rows: of.spans, joinsPeople, countsPeople, units: ADDED_UP, isKept: false };
  }
  return { rows: of.rows, joinsPeople, countsPeople, units: EACH_ONCE, isKept: false };
}

const EACH_ONCE = 'count(DISTINCT unit)::int';
const ADDED_UP = 'coalesce(sum(quantity), 0)::int';

export interface CountStatement {
  readonly sql: string;
  readonly params: unknown[];
  /** Adds up what is kept and is short. */
  readonly isKept: boolean;
}

export function statementOf(question: AnalysisQuery): CountStatement {
  const { measure, rows, columns, only, period } = question;
  const { counts } = measureOf(measure);
  const row = cutOf(measure, rows)!;
  const column = columns === null ? null : cutOf(measure, columns)!;
  const filters = Object.entries(only).map(([name, values]) => ({
    cut: cutOf(measure, name)!,
    values,
  }));
  const cuts = [row, ...(column ? [column] : []), ...filters.map(({ cut }) => cut)];
  const joins = new Set(cuts.flatMap(({ join }) => (join ? [join] : [])));
  const facts = factsOf(question, cuts);
  const value = {
    units: facts.units,
    people: 'count(DISTINCT person)::int',
    amount: 'coalesce(sum(amount), 0)::numeric(16, 2)::text',
  }[counts];
  // Cells that add up are counted once for each fact, and their totals from the cells.
  const isAddedUp = counts === 'units' && facts.units === ADDED_UP && !facts.countsPeople;
  return {
    sql: `
      WITH f AS (${facts.rows})
      SELECT CASE WHEN grouping(r) = 0 THEN r END AS "row", CASE WHEN grouping(c) = 0 THEN c END AS "column",
             ${value} AS value, ${facts.countsPeople ? 'count(DISTINCT person)::int' : 'NULL::int'} AS people,
             ${counts === 'amount' ? 'min(currency)' : 'NULL'} AS currency, ${counts === 'amount' ? 'count(DISTINCT currency)::int' : '0'} AS currencies
        FROM (SELECT ${isAddedUp ? 'sum(f.quantity) AS quantity' : 'f.*'}, ${codeOrUnknown(row)} AS r, ${column ? codeOrUnknown(column) : "'all'"} AS c FROM f
                ${facts.joinsPeople ? 'LEFT JOIN cases p ON p.id = f.person' : ''} ${[...joins].join(' ')}
               WHERE true${filters.map(({ cut, values }, place) => ` AND ${isAmong(cut, values, place + 3)}`).join('')}${isAddedUp ? ' GROUP BY 2, 3' : ''}) cut
       GROUP BY GROUPING SETS ((r, c), (r), (c), ())`,
    params: [period.from, period.until, ...filters.map(({ values }) => values)],
    isKept: facts.isKept,
  };
}

type CountedRow = CountedCell & { currency: string | null; currencies: number };

/** As the figures role, and never longer than a reader waits. */
export async function countCells(tx: Tx, question: AnalysisQuery): Promise<AnalysisCounts> {
  const statement = statementOf(question);
  const rows = await asFigures(tx, () =>
    statement.isKept
      ? tx.prepared<CountedRow>(statement.sql, statement.params)
      : withinTime(tx, statement),
  );
  if (rows.some(({ currencies }) => currencies > 1)) {
    throw new DomainError('invalid', 'analyses.one_currency', {}, 'only');
  }
  return {
    cells: rows.map(({ row, column, value, people }) => ({ row, column, value, people })),
    currency: rows.find(({ currency }) => currency !== null)?.currency ?? null,
  };
}

async function withinTime(tx: Tx, { sql, params }: CountStatement): Promise<CountedRow[]> {
  tx.execute(`SET LOCAL statement_timeout = ${LONGEST_MS}`);
  try {
    const found = await tx.query<CountedRow>(sql, params);
    tx.execute('SET LOCAL statement_timeout TO DEFAULT');
    return found;
  } catch (error) {
    if (sqlState(error) !== CANCELLED) throw error;
    throw new DomainError('unavailable', 'analyses.too_long');
  }
}
