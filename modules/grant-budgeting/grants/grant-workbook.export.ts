/** A grant as a workbook that can be filled in and brought back (grant-workbook.rules.ts says how it is read). */
import type { Language } from '../../platform/shared/actor';
import { exceljs } from '../../platform/shared/exceljs';
import { escapeFormula } from '../../platform/shared/formula-guard.rules';
import { translate } from '../../platform/web/i18n';
import { headRow, moneySheet } from '../workbooks/sheet.export';
import type { GrantDraft } from './grant-draft.rules';
import { GRANT_SHEETS, SHEET_NAMES, sheetRows } from './grant-workbook.rules';

const WIDTHS: Readonly<Record<string, number>> = { field: 22, value: 60, amount: 16, afterFee: 16 };
const widthOf = (column: string): number => WIDTHS[column] ?? (column.startsWith('name') ? 34 : 18);

export async function grantWorkbook(draft: GrantDraft, language: Language): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const say = (key: string) => translate(language, `grants:${key}`);
  const rows = sheetRows(draft);
  for (const name of SHEET_NAMES) {
    const columns: readonly string[] = GRANT_SHEETS[name];
    const heads = columns.map((column) => say(`field.${keyOf(column)}`));
    const widths = columns.map((column, at) => Math.max(widthOf(column), heads[at]!.length + 3));
    const extra = name === 'award' ? [44] : [];
    const sheet = moneySheet(book, say(`sheet.${name}`), language, [...widths, ...extra]);
    headRow(sheet, heads);
    const names = sheet.addRow([...columns]);
    names.font = { color: { argb: 'FF6B7280' }, size: 9 };
    for (const row of rows[name]) {
      const cells = columns.map((column) => escapeFormula(row[column] ?? ''));
      // Beside each field of the award, what it means.
      const meaning = name === 'award' ? [say(`field.${keyOf(row['field']!)}`)] : [];
      sheet.addRow([...cells, ...meaning]);
    }
    sheet.eachRow((row) => row.eachCell((cell) => (cell.numFmt = '@')));
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** The key of a field's label: `title.fr` is `title_fr`. */
const keyOf = (field: string): string => field.replaceAll('.', '_');
