/** How wide the columns of a table are. */
import { type Column, type Row, type TableBlock, writeHeader } from '../../document';
import { isText, WIDTH } from './lines';

/** Maximum share of the page width for figures; the rest is for the label column. */
const MOST = 0.72;

/** Figures get what they need, or more where words leave it; words the rest. */
export function columnWidths(
  table: TableBlock,
  size: number,
  written: (row: Row, column: Column) => string,
): number[] {
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  const letters = (column: Column): number =>
    Math.max(
      ...writeHeader(column)
        .split(' ')
        // Bold letters are wider than figures.
        .map((word) => Math.ceil(word.length * 1.2)),
      ...rows.map((row) => written(row, column).length),
    );
  const figures = table.columns.filter((column) => !isText(column));
  // Letters of 0.62 of their height, in twentieths of a point, and the margins of the cell.
  const needs = figures.map((column) => Math.ceil(letters(column) * size * 6.2) + 180);
  const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
  const words = table.columns.filter(isText);
  // A head that stays on one line reads best.
  const heads = figures.map((column, i) =>
    Math.max(needs[i]!, Math.ceil(writeHeader(column).length * 1.2 * size * 6.2) + 180),
  );
  const atLeast = (all: readonly number[]): number[][] =>
    [1750, 1450, 1200, 0].map((least) => all.map((one) => Math.max(one, least)));
  const ways = atLeast(needs);
  const within = (share: number) => (widths: readonly number[]) => sum(widths) <= WIDTH * share;
  const chosen =
    atLeast(heads).find(within(words.length > 1 ? 0.5 : 0.6)) ||
    (words.length > 1 && ways.find(within(0.5))) ||
    ways.find(within(MOST));
  const each = chosen ?? figures.map(() => Math.floor((WIDTH * MOST) / figures.length));
  const shared = wordWidths(
    words.map((column) => Math.ceil(letters(column) * size * 6.2) + 180),
    WIDTH - sum(each),
  );
  return table.columns.map(
    (column) => each[figures.indexOf(column)] ?? shared[words.indexOf(column)]!,
  );
}

/** A short column of words takes what it needs; the long ones share the rest. */
function wordWidths(needs: readonly number[], room: number): number[] {
  const fair = Math.floor(room / (needs.length || 1));
  const long = needs.filter((need) => need > fair).length;
  if (long === 0) return needs.map(() => fair);
  const short = needs.filter((need) => need <= fair).reduce((a, b) => a + b, 0);
  return needs.map((need) => (need <= fair ? need : Math.floor((room - short) / long)));
}
