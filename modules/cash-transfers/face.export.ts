/** The form FACE as a workbook: facts are numbers, D, G and the totals are formulas that compute again when it is opened. */
import type ExcelJS from 'exceljs';
import { exceljs } from '../platform/shared/exceljs';
import { TOKENS } from '../platform/typeset/tokens';
import type { Language } from '../platform/shared/actor';
import { formatDate } from '../platform/web/format';
import { directionOf, translate } from '../platform/web/i18n';
import { FileDownload } from '../platform/web/page-response';
import type { Face } from './face.queries';
import type { FaceAmounts } from './partner.rules';
import { XLSX_TYPE } from '../platform/shared/media-types.data';

const COLUMNS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;
/** Index of the first amount, after line and name. */
const FIRST_AMOUNT = 3;
const letter = (column: (typeof COLUMNS)[number]): string =>
  String.fromCharCode(64 + FIRST_AMOUNT + COLUMNS.indexOf(column));
const MONEY = '#,##0.00';

export async function faceWorkbook(face: Face, language: Language): Promise<FileDownload> {
  const words = (key: string, params = {}) => translate(language, `budget:face.${key}`, params);
  const { Workbook } = await exceljs();
  const book = new Workbook();
  const made = { creator: 'Mawa', created: face.madeAt, modified: face.madeAt };
  Object.assign(book, { ...made, lastModifiedBy: 'Mawa' });
  book.calcProperties.fullCalcOnLoad = true;
  const rightToLeft = directionOf(language) === 'rtl';
  const sheet = book.addWorksheet('FACE', {
    views: [{ showGridLines: false, rightToLeft }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToHeight: 0 },
    headerFooter: { oddFooter: '&R&P / &N' },
  });
  sheet.columns = [{ width: 18 }, { width: 44 }, ...COLUMNS.map(() => ({ width: 18 }))];
  const days = ({ from, until }: { from: string; until: string }) =>
    `${formatDate(from, language, 0)} – ${formatDate(until, language, 0)}`;
  const head: [string, string][] = [
    [words('title'), ''],
    [words('partner'), face.organisation],
    [words('agreement'), `${face.reference} · ${face.grant} · ${face.agency}`],
    [words('kind'), words(`claim.${face.claim}`)],
    [words('currency'), face.currency],
    [words('past'), days(face.past)],
    [words('next'), days(face.next)],
  ];
  head.forEach(([label, value], place) => {
    const row = sheet.addRow([clean(label), clean(value)]);
    row.getCell(1).font = font(place === 0 ? 14 : 11, place === 0);
    row.getCell(2).font = font(11, true);
    row.eachCell((cell) => (cell.alignment = sided(rightToLeft)));
  });
  sheet.addRow([]);
  const titles = sheet.addRow([
    words('line'),
    words('name'),
    ...COLUMNS.map((key) => words(`column.${key}`)),
  ]);
  titles.height = 62;
  titles.eachCell((cell) => {
    cell.font = { ...font(10, true), color: argb(TOKENS.accentDeep) };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: argb(TOKENS.accentSoft) };
    cell.alignment = { ...sided(rightToLeft), wrapText: true, vertical: 'middle' };
  });
  const first = titles.number + 1;
  for (const row of face.rows) {
    const added = sheet.addRow([clean(row.code), clean(row.name[language])]);
    COLUMNS.forEach((column) => amount(added, column, row));
  }
  const last = first + face.rows.length - 1;
  const total = sheet.addRow([words('total'), '']);
  for (const column of COLUMNS) {
    const cell = total.getCell(FIRST_AMOUNT + COLUMNS.indexOf(column));
    const at = letter(column);
    cell.value = { formula: `SUM(${at}${first}:${at}${last})`, result: Number(face.total[column]) };
    cell.numFmt = MONEY;
  }
  total.eachCell((cell) => {
    cell.font = font(11, true);
    cell.border = { top: { style: 'medium', color: argb(TOKENS.accent) } };
  });
  const interest = sheet.addRow([words('interest'), '', null, Number(face.interest)]);
  interest.getCell(4).numFmt = MONEY;
  sheet.addRow([]);
  for (const key of ['note_d', 'note_g', 'certificate_request', 'certificate_spent', 'signature']) {
    sheet.addRow([words(key)]).getCell(1).alignment = sided(rightToLeft);
  }
  const bytes = Buffer.from(await book.xlsx.writeBuffer());
  return new FileDownload(bytes, `face-${face.past.from}.xlsx`, XLSX_TYPE);
}

/** D is what of A is not accepted, G what is open with what is authorised. */
function amount(row: ExcelJS.Row, column: (typeof COLUMNS)[number], amounts: FaceAmounts): void {
  const cell = row.getCell(FIRST_AMOUNT + COLUMNS.indexOf(column));
  const at = (one: (typeof COLUMNS)[number]) => `${letter(one)}${row.number}`;
  const formula = { d: `${at('a')}-${at('c')}`, g: `${at('d')}+${at('f')}` }[column as 'd' | 'g'];
  const result = Number(amounts[column]);
  cell.value = formula ? { formula, result } : result;
  cell.numFmt = MONEY;
  cell.font = font(11);
}

/** Nothing that a workbook cannot hold. */
const clean = (text: string): string => text.replace(/\p{Cc}/gu, ' ').toWellFormed();
const argb = (hex: string) => ({ argb: `FF${hex.slice(1).toUpperCase()}` });
const font = (size: number, bold = false): Partial<ExcelJS.Font> => ({
  name: 'Calibri',
  size,
  bold,
});
const sided = (rightToLeft: boolean): Partial<ExcelJS.Alignment> =>
  rightToLeft ? { horizontal: 'right', readingOrder: 'rtl' } : { horizontal: 'left' };
