/** Values and number formats of cells. */
import type ExcelJS from 'exceljs';
import { type Cell, type Column, type DisclosedDocument, isHidden } from '../../document';
import { isFigure } from '../text';

/** A real number, a real date, or text; what was typed is never taken for a formula. */
export function put(
  cell: ExcelJS.Cell,
  raw: Cell | undefined,
  shape: Pick<Column, 'type' | 'currency' | 'decimals'>,
  document: DisclosedDocument,
): void {
  if (isHidden(raw)) cell.value = raw.mark;
  else if (raw === null || raw === undefined) cell.value = document.labels.not_applicable;
  else if (shape.type === 'text') cell.value = String(raw);
  else if (shape.type === 'date') cell.value = new Date(`${raw}T00:00:00Z`);
  else cell.value = Number(raw);
  if (isFigure(raw) && shape.type !== 'text') cell.numFmt = formatOf(shape);
}

/** Written with the separators of the reader's own settings: "1 285 046,73" where French is set. */
export function formatOf({ type, decimals }: Pick<Column, 'type' | 'decimals'>): string {
  if (type === 'date') return 'dd/mm/yyyy';
  const places = decimals ?? (type === 'money' ? 2 : type === 'percent' ? 1 : 0);
  const tail = places ? `.${'0'.repeat(places)}` : '';
  return type === 'percent' ? `0${tail}%` : `#,##0${tail}`;
}
