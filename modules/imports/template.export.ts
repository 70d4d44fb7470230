/** Template of a list: an empty file with its headings; as a workbook, with help. */
import { csvFile } from '../platform/shared/csv';
import { escapeFormula } from '../platform/shared/formula-guard.rules';
import type ExcelJS from 'exceljs';
import { exceljs } from '../platform/shared/exceljs';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { FileDownload } from '../platform/web/page-response';
import type { ImportList, ImportOffers, ListField } from './import-list.types';
import { XLSX_TYPE } from '../platform/shared/media-types.data';

const MIME = { csv: 'text/csv; charset=utf-8', xlsx: XLSX_TYPE } as const;
/** Neither the day nor a name: the same file for everybody. */
const MADE = new Date('2026-01-01T00:00:00Z');
const ROWS = 1_000;
/** Longest list of choices that fits a cell validation. */
const SHORT = 250;
/** The row of the help sheet in which words begin: above them the heading, the help and the example. */
const FIRST_WORD = 4;

export type TemplateFormat = keyof typeof MIME;

export async function templateOf(
  list: ImportList,
  format: TemplateFormat,
  language: Language,
  offers: ImportOffers = {},
): Promise<FileDownload> {
  const bytes = format === 'csv' ? csvOf(list, language) : await xlsxOf(list, language, offers);
  return new FileDownload(bytes, `${list.name}.${format}`, MIME[format]);
}

const headingOf = ({ label, required }: ListField, language: Language): string =>
  translate(language, label) + (required ? ' *' : '');

/** With the mark and the semicolon that a French spreadsheet expects. */
function csvOf({ fields }: ImportList, language: Language): Buffer {
  const headings = fields.map((field) => escapeFormula(translate(language, field.label)));
  return csvFile([headings], { delimiter: ';', mark: true });
}

const EXAMPLES: Readonly<Record<ListField['kind'], string>> = {
  text: '',
  date: '03/01/2026',
  number: '1',
  amount: '150',
  yes_no: '',
  choice: '',
  choices: '',
};

/** The words of a column that may be chosen, where they are few enough to be listed. */
function wordsOf(
  { key, kind, choices }: ListField,
  language: Language,
  offers: ImportOffers,
): readonly string[] {
  if (kind === 'yes_no')
    return [translate(language, 'imports:yes'), translate(language, 'imports:no')];
  return offers[key] ?? choices?.(language) ?? [];
}

/** A row that somebody might write. */
export const exampleOf = (
  field: ListField,
  language: Language,
  offers: ImportOffers = {},
): string => field.example ?? wordsOf(field, language, offers)[0] ?? EXAMPLES[field.kind];

async function xlsxOf(
  { fields, title }: ImportList,
  language: Language,
  offers: ImportOffers,
): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa', created: MADE, modified: MADE });
  const isArabic = language === 'ar';
  const views: ExcelJS.WorksheetView[] = [
    { state: 'frozen', ySplit: 1, rightToLeft: isArabic } as ExcelJS.WorksheetView,
  ];
  const sheet = book.addWorksheet(translate(language, title).slice(0, 31), { views });
  sheet.columns = fields.map((field) => {
    const header = headingOf(field, language);
    return { header, width: Math.max(14, header.length + 4), style: styleOf(field) };
  });
  sheet.getRow(1).font = { name: 'Calibri', bold: true };
  const help = helpSheet(book, fields, language, offers);
  fields.forEach((field, place) =>
    offer(sheet, help, field, place + 1, wordsOf(field, language, offers)),
  );
  return Buffer.from(await book.xlsx.writeBuffer());
}

const styleOf = ({ kind }: ListField): Partial<ExcelJS.Style> => ({
  font: { name: 'Calibri' },
  numFmt: kind === 'date' ? 'dd/mm/yyyy' : kind === 'text' ? '@' : 'General',
});

/** Help sheet: contents of each column, an example, and accepted values. */
function helpSheet(
  book: ExcelJS.Workbook,
  fields: readonly ListField[],
  language: Language,
  offers: ImportOffers,
): ExcelJS.Worksheet {
  const views: ExcelJS.WorksheetView[] = [
    { state: 'normal', rightToLeft: language === 'ar' } as ExcelJS.WorksheetView,
  ];
  const sheet = book.addWorksheet(translate(language, 'imports:template.help'), { views });
  sheet.columns = fields.map(() => ({ width: 30, style: { font: { name: 'Calibri' } } }));
  fields.forEach((field, place) => {
    const column = sheet.getColumn(place + 1);
    const { help, kind } = field;
    const example = exampleOf(field, language, offers);
    column.values = [
      headingOf(field, language),
      help ? translate(language, help) : translate(language, `imports:kind.${kind}`),
      example && translate(language, 'imports:template.example', { value: example }),
      ...wordsOf(field, language, offers),
    ];
  });
  sheet.getRow(1).font = { name: 'Calibri', bold: true };
  sheet.getRow(2).alignment = { wrapText: true, vertical: 'top' };
  return sheet;
}

function offer(
  sheet: ExcelJS.Worksheet,
  help: ExcelJS.Worksheet,
  { kind }: ListField,
  place: number,
  words: readonly string[],
): void {
  // Several words in a cell cannot be chosen from a list of Excel.
  if (kind === 'choices' || words.length === 0) return;
  const letter = sheet.getColumn(place).letter;
  const inline = `"${words.join(',')}"`;
  const fits = inline.length < SHORT && words.every((word) => !/[",]/.test(word));
  const there = `'${help.name}'!$${letter}$${FIRST_WORD}:$${letter}$${words.length + FIRST_WORD - 1}`;
  const validation: ExcelJS.DataValidation = {
    type: 'list',
    allowBlank: true,
    formulae: [fits ? inline : there],
  };
  for (let row = 2; row <= ROWS; row += 1) sheet.getCell(row, place).dataValidation = validation;
}
