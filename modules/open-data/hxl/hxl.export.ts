/**
 * One table as an HXL file: headers in the reader's language, a row of hashtags, then the rows. For programs:
 * commas, decimal points, days as YYYY-MM-DD; percentages in hundredths. A hidden figure bears its mark.
 */
import Decimal from 'decimal.js';
import { csvFile } from '../../platform/shared/csv';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import {
  type Cell,
  isHidden,
  type Row,
  shapeOf,
  type TableBlock,
  type ValueType,
} from '../../report-documents';
import { hxlTag } from './hxl-tags.data';

export function renderHxl(table: TableBlock, synthetic: string | null): Buffer {
  const tags = table.columns.map((column) => {
    const tag = hxlTag(table.key, column);
    if (tag === null) throw new Error(`no hashtag for ${column.key} of ${table.key}`);
    return tag;
  });
  const rows = table.total ? [...table.rows, table.total] : table.rows;
  const more = synthetic === null ? [] : [escapeFormula(synthetic)];
  const lines = [
    [...table.columns.map(({ header }) => escapeFormula(header)), ...more],
    [...tags, ...(synthetic === null ? [] : ['#meta+note'])],
    ...rows.map((row) => [...lineOf(table, row), ...more]),
  ];
  return csvFile(lines, { delimiter: ',', mark: false });
}

const lineOf = (table: TableBlock, row: Row): string[] =>
  table.columns.map((column) => valueOf(row.cells[column.key], shapeOf(row, column)));

function valueOf(
  cell: Cell | undefined,
  { type, decimals }: { readonly type: ValueType; readonly decimals?: number },
): string {
  if (cell === null || cell === undefined) return '';
  if (isHidden(cell)) return escapeFormula(cell.mark);
  if (type === 'text') return escapeFormula(String(cell));
  if (type === 'date') return String(cell);
  const number = type === 'percent' ? new Decimal(cell).times(100) : new Decimal(cell);
  const places = decimals ?? (type === 'money' ? 2 : type === 'percent' ? 1 : 0);
  return number.toFixed(places, Decimal.ROUND_HALF_UP);
}
