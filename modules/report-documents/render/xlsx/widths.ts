/** Column widths and row heights by contents. */
import type ExcelJS from 'exceljs';
import {
  type DisclosedDocument,
  isHidden,
  type Row,
  type TableBlock,
  writeHeader,
} from '../../document';
import { HEAD_ROW } from './places';

/** The widest column, in characters. */
const WIDEST = 56;

export function setWidths(
  sheet: ExcelJS.Worksheet,
  table: TableBlock,
  rows: readonly Row[],
  { labels }: DisclosedDocument,
): void {
  table.columns.forEach((column, i) => {
    const lengths = rows.map((row) => {
      const cell = row.cells[column.key];
      if (isHidden(cell)) return cell.mark.length;
      return cell === null || cell === undefined
        ? labels.not_applicable.length
        : String(cell).length;
    });
    const head = Math.ceil(writeHeader(column).length * (i === 0 ? 1 : 0.8));
    sheet.getColumn(i + 1).width = Math.min(WIDEST, Math.max(head, ...lengths, 9) + 5);
  });
  // Not every program finds the height of a wrapped row by itself.
  rows.forEach((row, i) => {
    const lengths = table.columns
      .filter((column) => column.type === 'text')
      .map((column) => String(row.cells[column.key] ?? '').length);
    const lines = Math.ceil(Math.max(...lengths, 1) / (WIDEST - 2));
    sheet.getRow(HEAD_ROW + 1 + i).height = 15 * lines + 3;
  });
}
