import type ExcelJS from 'exceljs';
import { exceljs } from '../platform/shared/exceljs';
import type { Language } from '../platform/shared/actor';
import { formatDate, formatMonthOfYear } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { sumOf, written, computed, headRow, layOut, MONEY, moneySheet } from '../grant-budgeting';
import type { Part } from './bridge.rules';
import { REASONS, type Reason } from './open-items.queries';
import type { Statement } from './reconciliation.queries';

interface Line {
  readonly side: Part['part'];
  readonly reason: Reason | null;
  readonly what: string;
  readonly reference: string;
  readonly on: string;
  /** Difference: programme ledger minus agency ledger. */
  readonly amount: string;
}

/** Statement of a month as a workbook whose formulas recompute it from its items. */
export async function reconciliationWorkbook(
  statement: Statement,
  language: Language,
): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const say = (key: string, params: object = {}) =>
    translate(language, `reconcile:${key}`, { ...params });
  const first = moneySheet(book, say('sheet.statement'), language, [52, 24, 22]);
  const name = say('sheet.items');
  const last = itemsSheet(book, name, statement, language);
  statementSheet(first, statement, { language, say, last, name });
  book.eachSheet((sheet) => layOut(sheet, language));
  return Buffer.from(await book.xlsx.writeBuffer());
}

type TranslateKey = (key: string, params?: object) => string;

function statementSheet(
  sheet: ExcelJS.Worksheet,
  { bridge, code, grant, month, currency, steps }: Statement,
  {
    language,
    say,
    last,
    name,
  }: { language: Language; say: TranslateKey; last: number; name: string },
): void {
  sheet.addRow([
    say('sheet.title', { agency: code, month: formatMonthOfYear(month, language) }),
  ]).font = { bold: true };
  sheet.addRow([grant]);
  sheet.addRow([]);
  headRow(sheet, [say('sheet.what'), say('why'), currency]);
  const at = () => sheet.rowCount;
  const money = (row: ExcelJS.Row) => (row.getCell(3).numFmt = MONEY);
  money(sheet.addRow([say('ours'), '', Number(bridge.ours)]));
  const oursAt = at();
  const from = oursAt + 1;
  const items = `'${name.replaceAll("'", "''")}'`;
  const range = (column: string) => `${items}!$${column}$2:$${column}$${Math.max(2, last)}`;
  const sumBy = (words: string, reason: string, amount: string) => {
    const row = sheet.addRow([words, reason]);
    const formula = `SUMIFS(${range('F')},${range('A')},A${row.number},${range('B')},B${row.number})`;
    row.getCell(3).value = computed(formula, amount);
    money(row);
  };
  for (const side of ['open_ours', 'open_theirs', 'match'] as const) {
    for (const reason of [...REASONS, null]) {
      const amounts = bridge.parts.filter((part) => part.part === side && part.reason === reason);
      if (amounts.length === 0) continue;
      sumBy(
        say(`side.${side}`),
        reason === null ? say('no_reason') : say(`reason.${reason}`),
        written(sumOf(amounts.map(({ amount }) => amount))),
      );
    }
  }
  const until = at();
  const explained = until < from ? '0' : `SUM(C${from}:C${until})`;
  money(
    sheet.addRow([
      say('sheet.explained'),
      '',
      computed(explained, written(sumOf(bridge.parts.map(({ amount }) => amount)))),
    ]),
  );
  const explainedAt = at();
  money(sheet.addRow([say('theirs', { agency: code }), '', Number(bridge.theirs)]));
  const rest = sumOf([bridge.ours])
    .minus(bridge.theirs)
    .minus(sumOf(bridge.parts.map((part) => part.amount)));
  const check = sheet.addRow([
    say('sheet.rest'),
    '',
    computed(`ROUND(C${oursAt}-C${explainedAt}-C${at()},2)`, written(rest)),
  ]);
  money(check);
  check.font = { bold: true };
  sheet.addRow([]);
  for (const { step, plainBy, at: when } of steps) {
    sheet.addRow([say(`step.${step}`), plainBy, formatDate(when, language)]);
  }
}

/** Returns the last row that holds an item. */
function itemsSheet(
  book: ExcelJS.Workbook,
  name: string,
  statement: Statement,
  language: Language,
): number {
  const say = (key: string) => translate(language, `reconcile:${key}`);
  const sheet = moneySheet(book, name, language, [34, 30, 34, 24, 16, 18]);
  headRow(sheet, [
    say('sheet.side'),
    say('why'),
    say('what'),
    say('reference'),
    say('on'),
    `${statement.currency} · ${say('difference')}`,
  ]);
  for (const { side, reason, what, reference, on, amount } of linesOf(statement, language)) {
    const row = sheet.addRow([
      say(`side.${side}`),
      reason === null ? say('no_reason') : say(`reason.${reason}`),
      what,
      reference,
      on,
      Number(amount),
    ]);
    row.getCell(6).numFmt = MONEY;
  }
  return sheet.rowCount;
}

/** Open items one by one; what matches differ by, and what a later month matches, as one row a reason. */
function linesOf({ ours, theirs, bridge }: Statement, language: Language): Line[] {
  const negated = (amount: string) => written(sumOf([amount]).negated());
  return [
    ...ours.map((item): Line => ({
      side: 'open_ours',
      reason: item.reason,
      amount: item.amount,
      on: item.on,
      what: `${item.line} · ${translate(language, `budget:source.${item.sourceKind}`)}`,
      reference: item.reference ?? '',
    })),
    ...theirs.map((item): Line => ({
      side: 'open_theirs',
      reason: item.reason,
      amount: negated(item.amount),
      on: item.on,
      what: item.line ?? '',
      reference: item.reference,
    })),
    ...bridge.parts
      .filter(({ part }) => part === 'match')
      .map((part): Line => ({
        side: 'match',
        reason: part.reason,
        amount: part.amount,
        what: translate(language, 'reconcile:entries', { count: part.items }),
        reference: '',
        on: '',
      })),
  ];
}
