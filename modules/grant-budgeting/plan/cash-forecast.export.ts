/** The cash forecast as a workbook whose totals are formulas over the plan of the lines. */
import type ExcelJS from 'exceljs';
import type { Language } from '../../platform/shared/actor';
import { exceljs } from '../../platform/shared/exceljs';
import { TOKENS } from '../../platform/typeset/tokens';
import { formatDate } from '../../platform/web/format';
import { directionOf, translate } from '../../platform/web/i18n';
import { sumOf, written } from '../money.rules';
import type { CashForecast } from './cash-forecast.rules';

const argb = (hex: string) => ({ argb: `FF${hex.slice(1).toUpperCase()}` });
const NUMBER = '#,##0.00;[Red]-#,##0.00';
const HEAD = 4;
const FIRST = HEAD + 1;
/** Code, name, agency, class or rate, amount; then the quarters. */
const BEFORE = 5;

const letter = (column: number): string => {
  const rest = (column - 1) % 26;
  const more = Math.floor((column - 1) / 26);
  return (more > 0 ? letter(more) : '') + String.fromCharCode(65 + rest);
};

export async function cashWorkbook(
  cash: CashForecast,
  language: Language,
  at: Date,
): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa', created: at, modified: at });
  const words = (key: string, params = {}) =>
    translate(language, `budget-plan:cash.${key}`, params);
  const names = { year: words('sheet_year'), plan: words('sheet_plan') };
  const year = sheetOf(book, names.year, language);
  const plan = sheetOf(book, names.plan, language);
  const places = writePlan(plan, cash, language, words);
  writeYear(year, cash, names.plan, places, language, words);
  return Buffer.from(await book.xlsx.writeBuffer());
}

type TranslateKey = (key: string, params?: object) => string;

function sheetOf(book: ExcelJS.Workbook, name: string, language: Language): ExcelJS.Worksheet {
  return book.addWorksheet(name, {
    views: [{ showGridLines: false, rightToLeft: directionOf(language) === 'rtl' }],
    pageSetup: {
      paperSize: 9,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    },
    headerFooter: { oddFooter: '&R&P / &N' },
  });
}

interface RowNumbers {
  readonly total: number;
  readonly support: number;
  readonly fee: number;
  readonly lastLine: number;
}

function writePlan(
  sheet: ExcelJS.Worksheet,
  cash: CashForecast,
  language: Language,
  words: TranslateKey,
): RowNumbers {
  const { quarters, lines, support, fee } = cash;
  const count = quarters.length;
  const first = letter(BEFORE + 1);
  const last = letter(BEFORE + count);
  const totals = BEFORE + count + 1;
  sheet.columns = [12, 38, 11, 9, 16, ...quarters.map(() => 14), 16, 12].map((width) => ({
    width,
  }));
  heading(sheet, cash, language, words('plan_title'), words);
  headRow(sheet, [
    words('code'),
    words('line'),
    words('agency'),
    words('class'),
    words('amount'),
    ...quarters,
    words('total'),
    words('check'),
  ]);
  const lastLine = HEAD + lines.length;
  const directRow = lastLine + 1;
  const supportRow = directRow + support.length + 1;
  const needRow = supportRow + 1;
  const feeRow = needRow + 1;
  const totalRow = feeRow + 1;
  const cumulated = (row: number, at: number, upToHere: string, isLast: boolean): string => {
    const column = letter(BEFORE + 1 + at);
    const before = at === 0 ? '' : `-SUM($${first}${row}:${letter(BEFORE + at)}${row})`;
    return isLast ? `$E${row}${before}` : `ROUND(${upToHere.replaceAll('§', column)},2)${before}`;
  };
  lines.forEach((line, at) => {
    const row = FIRST + at;
    fill(sheet, row, [
      line.code,
      line.name[language],
      line.agency,
      line.objectClass,
      Number(line.amount),
    ]);
    line.planned.forEach((amount, place) => put(sheet, row, BEFORE + 1 + place, Number(amount)));
    closeRow(sheet, row, { first, last, totals, sum: line.amount });
  });
  const columnSums = (
    row: number,
    label: string,
    of: (column: string) => string,
    values: readonly string[],
    amount: string,
  ) => {
    fill(sheet, row, ['', label, '', '', { formula: of('E'), result: Number(amount) }]);
    values.forEach((value, place) => {
      const column = letter(BEFORE + 1 + place);
      put(sheet, row, BEFORE + 1 + place, { formula: of(column), result: Number(value) });
    });
    closeRow(sheet, row, { first, last, totals, sum: amount });
    bold(sheet, row, totals + 1);
  };
  const sumAt = (rows: readonly { planned: readonly string[] }[]) =>
    quarters.map((_, at) => written(sumOf(rows.map(({ planned }) => planned[at]!))));
  const amountOf = (rows: readonly { amount: string }[]) =>
    written(sumOf(rows.map(({ amount }) => amount)));
  columnSums(
    directRow,
    words('direct'),
    (c) => `SUM(${c}${FIRST}:${c}${lastLine})`,
    sumAt(lines),
    amountOf(lines),
  );
  support.forEach((share, at) => {
    const row = directRow + 1 + at;
    fill(sheet, row, [
      '',
      words('support_of', { agency: share.agency }),
      share.agency,
      Number(share.rate),
      Number(share.amount),
    ]);
    sheet.getCell(row, 4).numFmt = '0.00%';
    share.planned.forEach((amount, place) => {
      const upToHere = `$D${row}*SUMPRODUCT(($C$${FIRST}:$C$${lastLine}=$C${row})*$${first}$${FIRST}:§$${lastLine})`;
      const formula = cumulated(row, place, upToHere, place === count - 1);
      put(sheet, row, BEFORE + 1 + place, { formula, result: Number(amount) });
    });
    closeRow(sheet, row, { first, last, totals, sum: share.amount });
  });
  columnSums(
    supportRow,
    words('support'),
    (c) => `SUM(${c}${directRow + 1}:${c}${supportRow - 1})`,
    sumAt(support),
    amountOf(support),
  );
  const whole = [...lines, ...support];
  columnSums(
    needRow,
    words('after_fee'),
    (c) => `${c}${directRow}+${c}${supportRow}`,
    sumAt(whole),
    amountOf(whole),
  );
  fill(sheet, feeRow, ['', words('fee'), '', '', Number(fee.amount)]);
  fee.planned.forEach((amount, place) => {
    const upToHere = `$E${feeRow}*SUM($${first}$${needRow}:§$${needRow})/SUM($${first}$${needRow}:$${last}$${needRow})`;
    const formula = cumulated(feeRow, place, upToHere, place === count - 1);
    put(sheet, feeRow, BEFORE + 1 + place, { formula, result: Number(amount) });
  });
  closeRow(sheet, feeRow, { first, last, totals, sum: fee.amount });
  columnSums(
    totalRow,
    words('total'),
    (c) => `${c}${needRow}+${c}${feeRow}`,
    cash.needs,
    cash.total,
  );
  sheet.views = [
    { ...sheet.views[0]!, state: 'frozen', xSplit: 2, ySplit: HEAD } as ExcelJS.WorksheetView,
  ];
  return { total: totalRow, support: supportRow, fee: feeRow, lastLine };
}

const CLASSES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** Section D: cash needs of four quarters, and below it where they come from. */
function writeYear(
  sheet: ExcelJS.Worksheet,
  cash: CashForecast,
  planSheet: string,
  places: RowNumbers,
  language: Language,
  words: TranslateKey,
): void {
  sheet.columns = [8, 40, 18, 16, 16, 16, 16].map((width) => ({ width }));
  heading(sheet, cash, language, words('year_title'), words);
  headRow(sheet, ['', '', words('year_total'), ...cash.year.map(({ quarter }) => quarter)]);
  const plan = `'${planSheet.replaceAll("'", "''")}'!`;
  const source = cash.year.map(({ quarter }) => {
    const at = cash.quarters.indexOf(quarter);
    return at < 0 ? null : letter(BEFORE + 1 + at);
  });
  const valueOf = (rows: readonly { planned: readonly string[] }[], at: number) => {
    const place = cash.quarters.indexOf(cash.year[at]!.quarter);
    return place < 0 ? '0.00' : written(sumOf(rows.map(({ planned }) => planned[place]!)));
  };
  const line = (
    row: number,
    [number, label]: readonly [string, string],
    formulaAt: (column: string | null, own: string) => string | number,
    values: readonly string[],
  ) => {
    put(sheet, row, 1, number);
    put(sheet, row, 2, label);
    const result = Number(written(sumOf(values)));
    put(sheet, row, 3, { formula: `SUM(D${row}:G${row})`, result });
    values.forEach((value, at) => {
      const formula = formulaAt(source[at] ?? null, letter(4 + at));
      const isFormula = typeof formula === 'string';
      put(sheet, row, 4 + at, isFormula ? { formula, result: Number(value) } : formula);
    });
  };
  const needs = cash.year.map(({ need }) => need);
  const none = needs.map(() => '0.00');
  line(
    5,
    ['13', words('federal')],
    (column) => (column ? `${plan}${column}${places.total}` : 0),
    needs,
  );
  line(6, ['14', words('non_federal')], () => 0, none);
  line(7, ['15', words('total')], (_, own) => `SUM(${own}5:${own}6)`, needs);
  bold(sheet, 7, 7);

  put(sheet, 9, 2, words('by_class'));
  bold(sheet, 9, 7);
  const range = (column: string) => `${plan}$${column}$${FIRST}:$${column}$${places.lastLine}`;
  CLASSES.forEach((code, at) => {
    const own = cash.lines.filter(({ objectClass }) => objectClass === code);
    line(
      10 + at,
      [code, translate(language, `budget-plan:class.${code}`)],
      (column) => (column ? `SUMIF(${range('D')},"${code}",${range(column)})` : 0),
      cash.year.map((_, place) => valueOf(own, place)),
    );
  });
  const afterClasses = 10 + CLASSES.length;
  const fromPlan = (row: number) => (column: string | null) =>
    column ? `${plan}${column}${row}` : 0;
  line(
    afterClasses,
    ['j', words('support')],
    fromPlan(places.support),
    cash.year.map((_, at) => valueOf(cash.support, at)),
  );
  line(
    afterClasses + 1,
    ['', words('fee')],
    fromPlan(places.fee),
    cash.year.map((_, at) => valueOf([cash.fee], at)),
  );
  line(
    afterClasses + 2,
    ['', words('total')],
    (_, own) => `SUM(${own}10:${own}${afterClasses + 1})`,
    needs,
  );
  bold(sheet, afterClasses + 2, 7);
  line(
    afterClasses + 3,
    ['', words('check')],
    (_, own) => `ROUND(${own}7-${own}${afterClasses + 2},2)`,
    none,
  );
}

function heading(
  sheet: ExcelJS.Worksheet,
  { grant, currency, today }: CashForecast,
  language: Language,
  title: string,
  words: TranslateKey,
): void {
  const cell = sheet.getCell(1, 1);
  cell.value = `${title} · ${grant}`;
  cell.font = { name: 'Calibri', size: 14, bold: true, color: argb(TOKENS.accentDeep) };
  const lead = sheet.getCell(2, 1);
  lead.value = words('lead', { currency, day: formatDate(today, language) });
  lead.font = { name: 'Calibri', size: 10, color: argb(TOKENS.muted) };
}

function headRow(sheet: ExcelJS.Worksheet, heads: readonly string[]): void {
  heads.forEach((head, at) => {
    const cell = sheet.getCell(HEAD, at + 1);
    cell.value = head;
    cell.font = { name: 'Calibri', size: 11, bold: true, color: argb(TOKENS.accentDeep) };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: argb(TOKENS.accentSoft) };
    cell.alignment = {
      wrapText: true,
      vertical: 'middle',
      ...(at > 1 && { horizontal: 'center' }),
    };
  });
}

type Value = string | number | { formula: string; result: number };

function put(sheet: ExcelJS.Worksheet, row: number, column: number, value: Value): void {
  const cell = sheet.getCell(row, column);
  cell.value = value as ExcelJS.CellValue;
  cell.font = { name: 'Calibri', size: 11, color: argb(TOKENS.ink) };
  if (typeof value !== 'string') cell.numFmt = NUMBER;
}

const fill = (sheet: ExcelJS.Worksheet, row: number, values: readonly Value[]): void =>
  values.forEach((value, at) => put(sheet, row, at + 1, value));

/** The sum of the quarters, and what it differs from the amount by: 0.00. */
function closeRow(
  sheet: ExcelJS.Worksheet,
  row: number,
  { first, last, totals, sum }: { first: string; last: string; totals: number; sum: string },
): void {
  put(sheet, row, totals, { formula: `SUM(${first}${row}:${last}${row})`, result: Number(sum) });
  put(sheet, row, totals + 1, { formula: `ROUND(E${row}-${letter(totals)}${row},2)`, result: 0 });
}

function bold(sheet: ExcelJS.Worksheet, row: number, columns: number): void {
  for (let column = 1; column <= columns; column += 1) {
    const cell = sheet.getCell(row, column);
    cell.font = { name: 'Calibri', size: 11, bold: true, color: argb(TOKENS.ink) };
    cell.border = { top: { style: 'thin', color: argb(TOKENS.muted) } };
  }
}
