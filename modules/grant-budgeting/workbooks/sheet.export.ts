/** Workbooks of money: real numbers, totals that compute themselves and show what they came to. */
import type ExcelJS from 'exceljs';
import type { Language } from '../../platform/shared/actor';
import { TOKENS } from '../../platform/typeset/tokens';
import { directionOf } from '../../platform/web/i18n';

export const MONEY = '#,##0.00';

const argb = (hex: string): { argb: string } => ({ argb: `FF${hex.slice(1).toUpperCase()}` });

export function moneySheet(
  book: ExcelJS.Workbook,
  name: string,
  language: Language,
  widths: readonly number[],
): ExcelJS.Worksheet {
  const rightToLeft = directionOf(language) === 'rtl';
  const sheet = book.addWorksheet(name.replaceAll(/[\\/*?:[\]]/g, ' ').slice(0, 31), {
    views: [{ state: 'normal', rightToLeft } as ExcelJS.WorksheetView],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    headerFooter: { oddFooter: '&R&P / &N' },
  });
  sheet.columns = widths.map((width) => ({ width }));
  return sheet;
}

export function headRow(sheet: ExcelJS.Worksheet, words: readonly string[]): void {
  const row = sheet.addRow([...words]);
  row.font = { bold: true, color: argb(TOKENS.ink) };
  row.eachCell((cell) => {
    cell.border = { bottom: { style: 'thin', color: argb(TOKENS.ink) } };
  });
}

/** Words on the reader's side, amounts and their heads on the other, a little air between columns. */
export function layOut(sheet: ExcelJS.Worksheet, language: Language): void {
  const rightToLeft = directionOf(language) === 'rtl';
  const words: Partial<ExcelJS.Alignment> = rightToLeft
    ? { horizontal: 'right', readingOrder: 'rtl' }
    : { horizontal: 'left' };
  sheet.eachRow((row) =>
    row.eachCell((cell, column) => {
      const below = sheet.findRow(row.number + 1)?.findCell(column)?.value ?? null;
      const isAmount = (value: unknown) => value !== null && typeof value !== 'string';
      const isOfAmounts = isAmount(cell.value) || isAmount(below);
      const side = isOfAmounts ? ({ horizontal: 'right' } as const) : words;
      cell.alignment = { ...side, indent: 1, vertical: 'top', wrapText: !isAmount(cell.value) };
    }),
  );
}

/** A formula with what it comes to, for programs that do not compute. */
export const computed = (formula: string, result: string) => ({ formula, result: Number(result) });
