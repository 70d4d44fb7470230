/** The figures of a document by name, and every sum of them that a reader can see. */
import {
  type Cell,
  type Column,
  type Kpi,
  type ReportDocument,
  type Row,
  type TableBlock,
  cellName,
  eachBlock,
  figureOf,
  isFigureType,
  numberIn,
  shapeOf,
  summedBy,
  tablesOf,
} from '../../report-documents';
import {
  absentFigures,
  factLines,
  leastOf,
  mostOf,
  READER_FACTS,
  type ReaderFacts,
  unionLines,
} from './reader-facts.rules';
import type { Figure, Line } from './suppression.rules';

const allRows = (table: TableBlock): readonly Row[] =>
  table.total ? [...table.rows, table.total] : table.rows;

const kpisOf = (document: ReportDocument): Kpi[] =>
  [...eachBlock(document.blocks)].flatMap((block) => (block.kind === 'kpis' ? block.items : []));

export const kpiFigure = (kpi: Kpi): string => kpi.figure ?? `kpi/${kpi.key}`;

export const isValue = (cell: Cell | undefined): cell is string | number =>
  typeof cell === 'string' || typeof cell === 'number';

/** One figure a name: what several places show is hidden in all of them or in none. */
export function figuresOf(document: ReportDocument, facts: ReaderFacts = READER_FACTS): Figure[] {
  const found = new Map<string, Figure>();
  const inTables = tablesOf(document).flatMap((table) => [
    ...tableFigures(table, facts),
    ...absentFigures(table, facts),
  ]);
  for (const figure of [...inTables, ...kpiFigures(document)])
    found.set(figure.id, merge(found.get(figure.id), figure));
  return [...found.values()];
}

function merge(known: Figure | undefined, other: Figure): Figure {
  if (!known) return other;
  if (known.value !== other.value)
    throw new Error(`figure ${other.id} is ${known.value} here and ${other.value} there`);
  return {
    ...known,
    kind: known.kind === 'count' || other.kind === 'count' ? 'count' : 'derived',
    follows: [...(known.follows ?? []), ...(other.follows ?? [])],
    structural: known.structural || other.structural,
    places: [...(known.places ?? []), ...(other.places ?? [])],
    least: largest(known.least, other.least),
    most: known.most ?? other.most,
    absent: known.absent && other.absent,
  };
}

const largest = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);

/** The base of a share can be computed from the share and its part. */
function followedBy(table: TableBlock, row: Row, { disclosure }: Column): string[] {
  if (disclosure?.role !== 'follows') return [];
  const whole = allRows(table).find(({ key }) => key === disclosure.whole);
  return [row, ...(whole ? [whole] : [])].flatMap((one) =>
    disclosure.of
      .filter((key) => isValue(one.cells[key]))
      .map((key) => figureOf(table.key, one, key)),
  );
}

function tableFigures(table: TableBlock, facts: ReaderFacts): Figure[] {
  return allRows(table).flatMap((row) =>
    table.columns.flatMap((column): Figure[] => {
      const cell = row.cells[column.key];
      if (!column.disclosure || !isFigureType(column.type)) return [];
      if (!isValue(cell) || row.open?.includes(column.key)) return [];
      const least = leastOf(table, row, column, facts);
      const most = column.disclosure.role === 'count' ? mostOf(row, facts) : undefined;
      return [
        {
          id: figureOf(table.key, row, column.key),
          value: numberIn(cell, cellName(table, row, column)),
          kind: column.disclosure.role === 'count' ? 'count' : 'derived',
          follows: followedBy(table, row, column),
          ...(shapeOf(row, column).type === 'percent' && { rate: true }),
          structural: row.structural?.includes(column.key) ?? false,
          places: [table.key],
          ...(least > 0 && { least }),
          ...(most !== undefined && { most }),
        },
      ];
    }),
  );
}

const kpiFigures = (document: ReportDocument): Figure[] =>
  kpisOf(document).flatMap((kpi): Figure[] =>
    (kpi.disclosure || kpi.figure) && isFigureType(kpi.type) && isValue(kpi.value)
      ? [
          {
            id: kpiFigure(kpi),
            value: numberIn(kpi.value, kpi.label),
            kind: kpi.disclosure?.role === 'count' ? 'count' : 'derived',
            ...(kpi.type === 'percent' && { rate: true }),
            follows: kpi.disclosure?.role === 'follows' ? kpi.disclosure.figures : [],
            places: [],
          },
        ]
      : [],
  );

/** Every sum that a reader can see: down the columns, along the rows. */
export function linesOf(document: ReportDocument, facts: ReaderFacts = READER_FACTS): Line[] {
  return tablesOf(document).flatMap((table) => [
    ...columnLines(table),
    ...unionLines(table, facts),
    ...rowLines(table),
    ...factLines(table, facts),
  ]);
}

function columnLines(table: TableBlock): Line[] {
  const sums = allRows(table).filter((row) => row === table.total || row.sums);
  const columns = table.columns.filter((column) => column.disclosure?.additive);
  return columns.flatMap(({ key }) =>
    sums
      .filter((sum) => isValue(sum.cells[key]))
      .map((sum) => ({
        total: figureOf(table.key, sum, key),
        parts: summedBy(table, sum)
          .filter((row) => isValue(row.cells[key]))
          .map((row) => figureOf(table.key, row, key)),
      })),
  );
}

function rowLines(table: TableBlock): Line[] {
  const sum = table.rowTotal;
  const isProtected = table.columns.some(
    ({ key, disclosure }) => key === sum?.column && disclosure,
  );
  if (!sum || !isProtected) return [];
  return allRows(table)
    .filter((row) => isValue(row.cells[sum.column]))
    .map((row) => ({
      total: figureOf(table.key, row, sum.column),
      parts: sum.parts
        .filter((key) => isValue(row.cells[key]))
        .map((key) => figureOf(table.key, row, key)),
    }));
}
