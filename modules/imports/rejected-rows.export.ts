/** Workbook with the rejected rows and their errors, which can be corrected and imported again. */
import { PassThrough, type Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { exceljs } from '../platform/shared/exceljs';
import type { Language } from '../platform/shared/actor';
import { XLSX_TYPE } from '../platform/shared/media-types.data';
import { colonOf } from '../platform/shared/punctuation.words';
import { TOKENS } from '../platform/typeset/tokens';
import { directionOf, translate } from '../platform/web/i18n';
import { StreamDownload } from '../platform/web/page-response';
import type { RowError } from './check-rows.rules';
import { type Columns, placeOf } from './columns.rules';
import type { ImportList } from './import-list.types';
import { ERRORS_HEADING } from './import-lists.service';
import type { Table, TableRow } from './reading/table.rules';

/** All rows of the file, or those alone that have an error. */
export const REJECTED_CHOICES = ['all', 'rejected'] as const;
export type RejectedChoice = (typeof REJECTED_CHOICES)[number];

export interface CheckedFile {
  readonly list: ImportList;
  readonly table: Table;
  readonly columns: Columns;
  readonly errors: readonly RowError[];
}

export function rejectedRowsOf(
  file: CheckedFile,
  choice: RejectedChoice,
  language: Language,
): StreamDownload {
  const out = new PassThrough();
  write(out, file, choice, language).catch((error: Error) => out.destroy(error));
  return new StreamDownload(out satisfies Readable, `${file.list.name}-errors.xlsx`, XLSX_TYPE);
}

async function write(
  out: PassThrough,
  { list, table, columns, errors }: CheckedFile,
  choice: RejectedChoice,
  language: Language,
): Promise<void> {
  const { stream } = await exceljs();
  const book = new stream.xlsx.WorkbookWriter({
    stream: out,
    useStyles: true,
    useSharedStrings: false,
  });
  book.creator = 'Mawa';
  book.lastModifiedBy = 'Mawa';
  const byRow = new Map<number, RowError[]>();
  for (const error of errors) byRow.set(error.row, [...(byRow.get(error.row) ?? []), error]);
  const sheet = book.addWorksheet(sheetName(translate(language, list.title)), {
    views: [
      { state: 'frozen', xSplit: 1, ySplit: 1, rightToLeft: directionOf(language) === 'rtl' },
    ],
  });
  sheet.columns = [
    { width: 60, style: TEXT },
    ...table.headings.map((heading) => ({ width: Math.max(14, heading.length + 4), style: TEXT })),
  ];
  const head = sheet.addRow([translate(language, ERRORS_HEADING), ...table.headings]);
  head.font = { name: 'Calibri', bold: true };
  head.commit();
  for (const row of table.rows) {
    const wrong = byRow.get(row.row) ?? [];
    if (wrong.length > 0 || choice === 'all') addRow(sheet, row, wrong, list, columns, language);
  }
  sheet.commit();
  await book.commit();
}

/** As it was written in the file: a day or a number that Excel would read its own way stays a text. */
const TEXT: Partial<ExcelJS.Style> = { font: { name: 'Calibri' }, numFmt: '@' };
const MARKED: ExcelJS.Fill = {
  type: 'pattern',
  pattern: 'solid',
  fgColor: { argb: `FF${TOKENS.dangerSoft.slice(1).toUpperCase()}` },
};

/** Each cell that an error names is coloured and has the sentence as its note. */
function addRow(
  sheet: ExcelJS.Worksheet,
  { cells }: TableRow,
  wrong: readonly RowError[],
  list: ImportList,
  columns: Columns,
  language: Language,
): void {
  const said = wrong.map(({ column, sentence }) =>
    column === null ? sentence : `${column}${colonOf(language)}${sentence}`,
  );
  const row = sheet.addRow([said.join('\n') || null, ...cells]);
  if (wrong.length > 0) {
    row.getCell(1).fill = MARKED;
    row.getCell(1).alignment = { wrapText: true, vertical: 'top' };
  }
  for (const { field, sentence } of wrong) {
    const place = placeOf(list, columns, field);
    if (place < 0) continue;
    const cell = row.getCell(place + 2);
    cell.fill = MARKED;
    cell.note = sentence;
  }
  row.commit();
}

/** A sheet of Excel has at most 31 letters and none of these signs. */
const sheetName = (title: string): string => title.replace(/[\\/*?:[\]]/g, ' ').slice(0, 31);
