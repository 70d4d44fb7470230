/** The budget as a workbook: its lines, and every view of them as formulas over the lines. */
import type ExcelJS from 'exceljs';
import type { Language } from '../../platform/shared/actor';
import { exceljs } from '../../platform/shared/exceljs';
import { shareOf } from '../../platform/shared/share.rules';
import { translate } from '../../platform/web/i18n';
import type { BudgetToday } from '../budget.queries';
import {
  type BudgetView,
  groupKeyOf,
  type BudgetGrouping,
  type ViewAmounts,
  BUDGET_GROUPINGS,
} from '../budget-views.rules';
import { computed, headRow, layOut, MONEY, moneySheet } from './sheet.export';

const COLUMNS = ['budgeted', 'spent', 'committed', 'left'] as const;
const WORDS = {
  budgeted: 'budgeted',
  spent: 'spent',
  committed: 'committed',
  left: 'available',
} as const;
/** Where a line says its place in each view, and where its amounts stand. */
const GROUPING_COLUMNS: readonly BudgetGrouping[] = BUDGET_GROUPINGS.filter(
  (view) => view !== 'line',
);
const FIRST_AMOUNT = GROUPING_COLUMNS.length + 3;
const letter = (column: number): string => String.fromCharCode(64 + column);

export async function budgetWorkbook(budget: BudgetToday, language: Language): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const say = (key: string) => translate(language, `budget:${key}`);
  const linesName = say('glance.view.line');
  linesSheet(book, linesName, budget, language);
  for (const view of budget.views.filter(({ view }) => view !== 'line'))
    viewSheet(book, view, { budget, language, linesName });
  if (budget.contribution) contributionSheet(book, budget, language);
  book.eachSheet((sheet) => layOut(sheet, language));
  return Buffer.from(await book.xlsx.writeBuffer());
}

function linesSheet(
  book: ExcelJS.Workbook,
  name: string,
  { lines, views, grant }: BudgetToday,
  language: Language,
): void {
  const say = (key: string) => translate(language, `budget:${key}`);
  const widths = [14, 38, ...GROUPING_COLUMNS.map(() => 12), ...COLUMNS.map(() => 18)];
  const sheet = moneySheet(book, name, language, widths);
  headRow(sheet, [
    grant.code,
    say('glance.view.line'),
    ...GROUPING_COLUMNS.map((view) => say(`glance.view.${view}`)),
    ...COLUMNS.map((column) => `${say(WORDS[column])} (${grant.currency})`),
  ]);
  for (const line of lines) {
    const amounts = [line.budgeted, line.spentToDate, line.committedToDate];
    const at = sheet.rowCount + 1;
    const row = sheet.addRow([
      line.code,
      line.name[language],
      ...GROUPING_COLUMNS.map((view) => groupKeyOf[view](line)),
      ...amounts.map(Number),
      computed(leftOf(at), line.available),
    ]);
    asMoney(row);
  }
  // What the agencies charge for support is one row of every view, and one a line cannot hold.
  const indirect = views[0]!.rows.find((row) => row.indirect)!;
  const support = sheet.addRow([
    '',
    say('glance.indirect'),
    ...GROUPING_COLUMNS.map(() => ''),
    ...[indirect.budgeted, indirect.spent, indirect.committed].map(Number),
    computed(leftOf(sheet.rowCount + 1), indirect.left),
  ]);
  asMoney(support);
  const total = views[0]!.total;
  const last = sheet.rowCount;
  const sums = sheet.addRow([
    '',
    say('workbook.total'),
    ...GROUPING_COLUMNS.map(() => ''),
    ...COLUMNS.map((column, at) => {
      const where = letter(FIRST_AMOUNT + at);
      return computed(`SUM(${where}2:${where}${last})`, total[column]);
    }),
  ]);
  sums.font = { bold: true };
  asMoney(sums);
  sheet.views = [
    { ...sheet.views[0], state: 'frozen', xSplit: 2, ySplit: 1 } as ExcelJS.WorksheetView,
  ];
}

/** What the recipient itself promised and contributed. */
function contributionSheet(
  book: ExcelJS.Workbook,
  { contribution, grant }: BudgetToday,
  language: Language,
): void {
  const say = (key: string) => translate(language, `grant-terms:${key}`);
  const { promised, contributed, left } = contribution!;
  const sheet = moneySheet(book, say('contributions'), language, [42, 18]);
  headRow(sheet, [say('contributions'), grant.currency]);
  const rows = [
    [say('promised'), Number(promised), MONEY],
    [say('contributed'), Number(contributed), MONEY],
    [say('left'), computed('B2-B3', left), MONEY],
    [say('share'), computed('B3/B2', shareOf(contributed, promised) ?? '0'), '0.0%'],
  ] as const;
  for (const [label, value, format] of rows)
    sheet.addRow([label, value]).getCell(2).numFmt = format;
}

const leftOf = (row: number): string => {
  const [budgeted, spent, committed] = [0, 1, 2].map((at) => letter(FIRST_AMOUNT + at));
  return `${budgeted}${row}-${spent}${row}-${committed}${row}`;
};

interface WorkbookContext {
  readonly budget: BudgetToday;
  readonly language: Language;
  readonly linesName: string;
}

function viewSheet(
  book: ExcelJS.Workbook,
  { view, rows, total }: BudgetView,
  { budget, language, linesName }: WorkbookContext,
): void {
  const say = (key: string) => translate(language, `budget:${key}`);
  const sheet = moneySheet(book, say(`glance.view.${view}`), language, [12, 42, 18, 18, 18, 18]);
  headRow(sheet, [
    '',
    say(`glance.view.${view}`),
    ...COLUMNS.map((column) => `${say(WORDS[column])} (${budget.grant.currency})`),
  ]);
  const end = budget.lines.length + 1;
  const place = letter(3 + GROUPING_COLUMNS.indexOf(view));
  const there = `'${linesName.replaceAll("'", "''")}'!`;
  for (const row of rows) {
    const at = sheet.rowCount + 1;
    const cells = COLUMNS.map((column, nth) => {
      const amounts = letter(FIRST_AMOUNT + nth);
      // Support costs stand in the row after the last line; the rest is added up by the line's place.
      const formula = row.indirect
        ? `${there}${amounts}${end + 1}`
        : `SUMIF(${there}${place}$2:${place}$${end},A${at},${there}${amounts}$2:${amounts}$${end})`;
      return computed(formula, row[column]);
    });
    const name = row.indirect ? say('glance.indirect') : (row.name?.[language] ?? row.key);
    asMoney(sheet.addRow([row.key, name, ...cells]), 3);
  }
  const last = sheet.rowCount;
  const sums = sheet.addRow([
    '',
    say('workbook.total'),
    ...COLUMNS.map((column: keyof ViewAmounts, nth) => {
      const where = letter(3 + nth);
      return computed(`SUM(${where}2:${where}${last})`, total[column]);
    }),
  ]);
  sums.font = { bold: true };
  asMoney(sums, 3);
}

const asMoney = (row: ExcelJS.Row, from = FIRST_AMOUNT): void => {
  for (let at = from; at < from + COLUMNS.length; at += 1) row.getCell(at).numFmt = MONEY;
};
