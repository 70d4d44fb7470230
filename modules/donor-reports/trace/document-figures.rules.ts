/** Every figure of a document by its name: which table, row and column, in words and with its value. */
import {
  type Cell,
  type Column,
  type DisclosedDocument,
  eachBlock,
  type Kpi,
  type Row,
  type TableBlock,
  type ValueType,
} from '../../report-documents';

export interface FigureShape {
  readonly type: ValueType;
  readonly currency?: string;
  readonly decimals?: number;
}

export interface FigureWords {
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface Figure {
  /** `table/row/column`: the same in every language, and in the document of another day. */
  readonly key: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** Keys of the rows that this row adds up, where it is a subtotal. */
  readonly sums: readonly string[] | null;
  readonly words: FigureWords;
  readonly shape: FigureShape;
  readonly value: Cell;
}

/** Column of a key figure, which is in no table. */
export const KEY_FIGURE = 'value';

export function figuresOf(document: DisclosedDocument): Figure[] {
  return [...eachBlock(document.blocks)].flatMap((block) => {
    if (block.kind === 'table') return ofTable(block);
    if (block.kind !== 'kpis') return [];
    return block.items.map((item) => ofKpi(block.key, item, document.labels.key_figures));
  });
}

function ofTable(table: TableBlock): Figure[] {
  const texts = table.columns.filter(({ type }) => type === 'text').map(({ key }) => key);
  const columns = table.columns.filter(({ type }) => type !== 'text');
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  return rows.flatMap((row) => columns.map((column) => ofCell(table, row, column, texts)));
}

function ofCell(table: TableBlock, row: Row, column: Column, texts: readonly string[]): Figure {
  const { type, currency, decimals } = column;
  return {
    key: `${table.key}/${row.key}/${column.key}`,
    table: table.key,
    row: row.key,
    column: column.key,
    sums: row.sums ?? null,
    words: { table: table.title, row: nameOfRow(row, texts), column: column.header },
    shape: { type, currency, decimals },
    value: row.cells[column.key] ?? null,
  };
}

/** First texts of the row: a code and its label, if there are two. */
const nameOfRow = (row: Row, texts: readonly string[]): string =>
  texts
    .slice(0, 2)
    .map((text) => row.cells[text])
    .filter((cell) => typeof cell === 'string' && cell !== '')
    .join(' ') || row.key;

function ofKpi(block: string, item: Kpi, title: string): Figure {
  const { type, currency, decimals } = item;
  return {
    key: `${block}/${item.key}/${KEY_FIGURE}`,
    table: block,
    row: item.key,
    column: KEY_FIGURE,
    sums: null,
    words: { table: title, row: item.label, column: '' },
    shape: { type, currency, decimals },
    value: item.value,
  };
}
