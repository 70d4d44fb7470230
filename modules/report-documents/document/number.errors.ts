/** A value that is not finite is refused by the name of its table and cell, before anything is computed with it. */
import { ImpersonalError } from '../../platform/shared/domain.errors';
import type { Column, Row, TableBlock, ValueType } from './report-document.types';

export class NotANumber extends ImpersonalError {
  constructor(cell: string) {
    super('conflict', 'reports.not_a_number', { cell: cell.slice(0, 400) });
  }
}

/** Words and dates are no numbers: what they follow is hidden with them by the mask alone. */
export const isFigureType = (type: ValueType): boolean => type !== 'text' && type !== 'date';

export function numberIn(cell: string | number, name: string): number {
  const value = typeof cell === 'string' && cell.trim() === '' ? NaN : Number(cell);
  if (!Number.isFinite(value)) throw new NotANumber(name);
  return value;
}

/** A cell as its reader would find it: table, words of its row, head of its column. */
export function cellName(table: TableBlock, row: Row, column: Column): string {
  const words = table.columns
    .filter(({ type, disclosure }) => !isFigureType(type) && !disclosure)
    .map(({ key }) => row.cells[key])
    .filter((cell) => typeof cell === 'string');
  return `${table.title}: ${words.join(' ') || row.key}, ${column.header}`;
}
