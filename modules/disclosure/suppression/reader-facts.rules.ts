/**
 * Facts that readers know besides the sums of a table, as constraints of the attacker program:
 * - `people_within_given`: a row has at most as many people as services, and at least one person if a service was
 * given;
 * - `unknown_apart`: people in "not known" are in no other row of a union;
 * - `named_at_least`: a named row of a rolled-up list counts at least the threshold;
 * - `absent_below`: each rolled-up row of a closed list counts less than the threshold, and together they are "others".
 */
import { type Column, figureOf, type Row, summedBy, type TableBlock } from '../../report-documents';
import type { Figure, Line } from './suppression.rules';

export const READER_FACTS = [
  'people_within_given',
  'unknown_apart',
  'named_at_least',
  'absent_below',
] as const;
export type ReaderFact = (typeof READER_FACTS)[number];
/** Which of them the reader is taken to know; fewer only in a control that shows what each is for. */
export type ReaderFacts = readonly ReaderFact[];

/**
 * In a row without anybody, so many services may have been given for each person there may have been: enough for the
 * widest protection interval with one person.
 */
const GIVEN_PER_PERSON = 11;

const rowsOf = (table: TableBlock): readonly Row[] =>
  table.total ? [...table.rows, table.total] : table.rows;

const countIn = (row: Pick<Row, 'cells' | 'open'>, key: string): number | null => {
  const cell = row.cells[key];
  const isCount = typeof cell === 'number' && Number.isFinite(cell);
  return isCount && !row.open?.includes(key) ? cell : null;
};

/** The least that a reader knows a cell to be; only what is true of it. */
export function leastOf(
  table: TableBlock,
  row: Row,
  { key, disclosure }: Column,
  facts: ReaderFacts,
): number {
  const value = countIn(row, key);
  if (value === null || !disclosure) return 0;
  const named = facts.includes('named_at_least') && disclosure.role === 'count' ? row.least : 0;
  const isPair = pairsOf(table).some((pair) => pair.given === key || pair.people === key);
  const present = facts.includes('people_within_given') && isPair ? 1 : 0;
  return Math.max(0, ...[named ?? 0, present].filter((least) => least <= value));
}

/** The most that a reader knows "others, together" to be: so many rows, each below the threshold. */
export function mostOf(row: Row, facts: ReaderFacts): number | undefined {
  if (!row.rolledUp || !facts.includes('absent_below')) return undefined;
  return row.rolledUp.rows.length * (row.rolledUp.below - 1);
}

/** Rows that were rolled up: nobody prints them, and everybody knows that each is fewer than the threshold. */
export function absentFigures(table: TableBlock, facts: ReaderFacts): Figure[] {
  if (!facts.includes('absent_below')) return [];
  return absentCells(table).map(({ row, absent, column, value }) => ({
    id: figureOf(table.key, absent, column.key),
    value,
    kind: 'count',
    most: row.rolledUp!.below - 1,
    absent: true,
    places: [],
  }));
}

function absentCells(table: TableBlock) {
  return table.rows.flatMap((row) =>
    table.columns
      .filter(({ disclosure }) => disclosure?.role === 'count')
      .flatMap((column) =>
        (row.rolledUp?.rows ?? []).flatMap((absent) => {
          const value = countIn(absent, column.key);
          return value === null ? [] : [{ row, absent, column, value }];
        }),
      ),
  );
}

export const factLines = (table: TableBlock, facts: ReaderFacts): Line[] => [
  ...(facts.includes('people_within_given') ? givenLines(table) : []),
  ...(facts.includes('absent_below') ? othersLines(table) : []),
];

/** Columns of services and of the people who had them. */
const pairsOf = ({ columns }: TableBlock): { given: string; people: string }[] =>
  columns.flatMap(({ key, disclosure }) =>
    disclosure?.role === 'follows' && disclosure.atLeast !== undefined
      ? [{ given: key, people: disclosure.atLeast }]
      : [],
  );

function givenLines(table: TableBlock): Line[] {
  return pairsOf(table).flatMap(({ given, people }) =>
    rowsOf(table).flatMap((row): Line[] => {
      const [services, persons] = [countIn(row, given), countIn(row, people)];
      if (services === null || persons === null || persons > services) return [];
      const total = figureOf(table.key, row, given);
      const parts = [figureOf(table.key, row, people)];
      const within: Line = { total, parts, bound: 'least' };
      return services > 0
        ? [within]
        : [within, { total, parts, bound: 'most', times: GIVEN_PER_PERSON }];
    }),
  );
}

function othersLines(table: TableBlock): Line[] {
  const cells = absentCells(table);
  return table.rows
    .filter(({ rolledUp }) => rolledUp)
    .flatMap((row) =>
      table.columns.flatMap(({ key }): Line[] => {
        const own = cells.filter((cell) => cell.row === row && cell.column.key === key);
        if (own.length === 0) return [];
        return [
          {
            total: figureOf(table.key, row, key),
            parts: own.map(({ absent }) => figureOf(table.key, absent, key)),
          },
        ];
      }),
    );
}

/**
 * Constraints for a total that counts people once who are in several rows: at least each row, at most their sum. Only
 * true relations are used.
 */
export function unionLines(table: TableBlock, facts: ReaderFacts): Line[] {
  const { total } = table;
  const ofTotal = total
    ? table.columns
        .filter(({ disclosure }) => disclosure?.role === 'count' && !disclosure.additive)
        .flatMap((column) => unionOf(table, total, summedBy(table, total), column.key, facts))
    : [];
  const ofRows = table.rows.flatMap((row) => {
    if (!row.unites) return [];
    const parts = table.rows.filter(({ key }) => row.unites!.includes(key));
    return table.columns
      .filter(({ disclosure }) => disclosure?.role === 'count')
      .flatMap(({ key }) => unionOf(table, row, parts, key, facts));
  });
  return [...ofTotal, ...ofRows];
}

function unionOf(
  table: TableBlock,
  whole: Row,
  parts: readonly Row[],
  key: string,
  facts: ReaderFacts,
): Line[] {
  const most = countIn(whole, key);
  if (most === null) return [];
  const rows = parts.filter((row) => countIn(row, key) !== null);
  const value = (row: Row) => countIn(row, key)!;
  const name = (row: Row) => figureOf(table.key, row, key);
  const total = name(whole);
  const all = rows.reduce((sum, row) => sum + value(row), 0);
  const unknown = facts.includes('unknown_apart') ? rows.find((row) => row.unknown) : undefined;
  const apart = (row: Row): Row[] =>
    unknown && row !== unknown && value(row) + value(unknown) <= most ? [row, unknown] : [row];
  const isSaid = (row: Row) => row === unknown && rows.length > 1;
  return [
    ...(rows.length > 0 && all >= most
      ? [{ total, parts: rows.map(name), bound: 'most' as const }]
      : []),
    ...rows
      .filter((row) => value(row) <= most && !isSaid(row))
      .map((row) => ({ total, parts: apart(row).map(name), bound: 'least' as const })),
  ];
}
