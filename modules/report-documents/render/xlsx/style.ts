/** The faces, colours and sides of a workbook. */
import type ExcelJS from 'exceljs';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { Column, DisclosedDocument } from '../../document';

export const argb = (hex: string): { argb: string } => ({
  argb: `FF${hex.slice(1).toUpperCase()}`,
});
export const FACE = 'Calibri';
export const font = (over: Partial<ExcelJS.Font> = {}): Partial<ExcelJS.Font> => ({
  name: FACE,
  size: 11,
  color: argb(TOKENS.ink),
  ...over,
});
export const fill = (hex: string): ExcelJS.Fill => ({
  type: 'pattern',
  pattern: 'solid',
  fgColor: argb(hex),
});
export const sideOf = (column: Column, document: DisclosedDocument): Partial<ExcelJS.Alignment> =>
  column.type === 'text' || column.type === 'date' ? textSide(document) : { horizontal: 'right' };

/** Explicit direction, because a text that begins with a number would otherwise be laid out in the other one. */
export const textSide = ({ meta }: DisclosedDocument): Partial<ExcelJS.Alignment> =>
  meta.direction === 'rtl' ? { horizontal: 'right', readingOrder: 'rtl' } : { horizontal: 'left' };

export const readingOrder = (text: string): 'rtl' | 'ltr' =>
  /^\P{L}*\p{Script=Arabic}/u.test(text) ? 'rtl' : 'ltr';
