/** Sums that the workbook adds up itself. */
import Decimal from 'decimal.js';
import { type Cell, type Column, type Row, summedBy, type TableBlock } from '../../document';
import { isFigure } from '../text';
import { HEAD_ROW } from './places';

const letter = (table: TableBlock, key: string): string =>
  String.fromCharCode(65 + table.columns.findIndex((column) => column.key === key));
const lineOf = (table: TableBlock, row: Row): number =>
  HEAD_ROW + 1 + (row === table.total ? table.rows.length : table.rows.indexOf(row));

/** A sum is written as a formula if all of its parts are shown and add up exactly. */
export function formulaOf(table: TableBlock, row: Row, column: Column): string | undefined {
  if (column.type !== 'integer' && column.type !== 'money') return undefined;
  if (row === table.total || row.sums) {
    const parts = summedBy(table, row);
    const lines = parts.map((part) => lineOf(table, part));
    if (
      parts.length > 1 &&
      addsUp(
        row.cells[column.key],
        parts.map((part) => part.cells[column.key]),
      )
    )
      return `SUM(${ranges(letter(table, column.key), lines)})`;
  }
  if (column.key === table.rowTotal?.column) {
    const { parts } = table.rowTotal;
    if (
      addsUp(
        row.cells[column.key],
        parts.map((key) => row.cells[key]),
      )
    )
      return `SUM(${parts.map((key) => `${letter(table, key)}${lineOf(table, row)}`).join(',')})`;
  }
  return undefined;
}

function addsUp(total: Cell | undefined, parts: readonly (Cell | undefined)[]): boolean {
  if (!isFigure(total) || !parts.every(isFigure)) return false;
  return Decimal.sum(...(parts as (string | number)[])).equals(total);
}

/** "B5:B9,B11" for the lines 5 to 9 and 11. */
function ranges(column: string, lines: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    if (last && last[1] === line - 1) last[1] = line;
    else runs.push([line, line]);
  }
  return runs
    .map(([from, to]) => (from === to ? `${column}${from}` : `${column}${from}:${column}${to}`))
    .join(',');
}
