/** Input of all chart shapes: rows of a table as the audience may see them, with formatting. */
import type {
  Cell,
  ChartBlock,
  ChartSeries,
  Column,
  DisclosedDocument,
  Language,
  LabelSet,
  Row,
  TableBlock,
} from '../../document';
import {
  isHidden,
  labelsIn,
  shapeInTable,
  shapeOf,
  tablesOf,
  writeCell,
  writeHeader,
} from '../../document';

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

/** Every picture is as wide as the page. */
export const WIDTH = 660;

/** The elements of a picture, before it becomes a file. */
export interface Drawing extends ChartSize {
  readonly body: string;
}

export interface ChartContext {
  readonly document: DisclosedDocument;
  readonly language: Language;
}

export interface Picture {
  readonly chart: ChartBlock;
  readonly table: TableBlock;
  readonly rows: readonly Row[];
  readonly language: Language;
  readonly rtl: boolean;
  readonly labels: LabelSet;
  column(key: string): Column;
  /** Formats a value for a chart, without cents. */
  write(row: Row, key: string): string;
  /** Title of a series, with its currency. */
  title(series: ChartSeries): string;
  /** Label of a row. */
  name(row: Row): string;
}

export const tableOf = (chart: ChartBlock, document: DisclosedDocument): TableBlock =>
  tablesOf(document).find((table) => table.key === chart.table)!;

export function pictureOf(chart: ChartBlock, { document, language }: ChartContext): Picture {
  const table = tableOf(chart, document);
  const labels = labelsIn(document, language);
  const column = (key: string): Column => table.columns.find((candidate) => candidate.key === key)!;
  const write = (row: Row, key: string): string => {
    const shape = shapeInTable(row, column(key));
    const decimals = decimalsOf(shapeOf(row, column(key)));
    return writeCell(row.cells[key], { ...shape, decimals }, language, labels);
  };
  return {
    chart,
    table,
    rows: chart.rows
      ? chart.rows.map((key) => table.rows.find((row) => row.key === key)!)
      : table.rows,
    language,
    rtl: language === 'ar',
    labels,
    column,
    write,
    title: ({ column: key, label }) => {
      const { type, currency } = column(key);
      return writeHeader({ header: label, type, currency });
    },
    name: (row) => write(row, chart.category),
  };
}

/** Amounts of a currency are drawn without cents; a rate keeps its decimals. */
export const decimalsOf = ({
  type,
  currency,
  decimals,
}: Pick<Column, 'type' | 'currency' | 'decimals'>): number | undefined =>
  type === 'money' && currency ? 0 : decimals;

/** The number that may be drawn; of what is hidden, and of what does not apply, there is none. */
export const shownOf = (cell: Cell | undefined): number | null =>
  cell === null || cell === undefined || isHidden(cell) ? null : Number(cell);
