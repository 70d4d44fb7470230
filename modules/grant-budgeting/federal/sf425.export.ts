import { exceljs } from '../../platform/shared/exceljs';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { formatDate } from '../../platform/web/format';
import type { GrantRecipient } from '../budget.figures';
import { computed, headRow, layOut, MONEY, moneySheet } from '../workbooks/sheet.export';
import { toCent } from '../money.rules';
import type { FederalReport } from './sf425.queries';
import { reconciledLines } from './reconciled-lines.rules';
import { FORMULAS, LETTERS } from './sf425.rules';

/** Workbook of the form with formulas, so that a corrected line updates the lines that depend on it. */
export async function sf425Workbook(report: FederalReport, language: Language): Promise<Buffer> {
  const say = (key: string, params: object = {}) =>
    translate(language, `federal:${key}`, { ...params });
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const sheet = moneySheet(book, 'SF-425', language, [10, 52, 32, 20]);
  for (const [label, value] of headOf(report, language)) sheet.addRow(['', label, value]);
  if (!report.isClosed) sheet.addRow(['', say('not_closed')]);
  sheet.addRow([]);
  headRow(sheet, ['10', say('lines'), report.grant.currency]);
  const first = sheet.rowCount + 1;
  const rowOf = (letter: string) => first + LETTERS.indexOf(letter as (typeof LETTERS)[number]);
  for (const letter of LETTERS) {
    const formula = FORMULAS[letter]
      ?.map(([sign, of]) => `${sign < 0 ? '-' : '+'}C${rowOf(of)}`)
      .join('')
      .replace(/^\+/, '');
    const amount = report.lines[letter]!;
    const row = sheet.addRow([
      `10${letter}`,
      say(`line.${letter}`),
      formula ? computed(formula, amount) : Number(amount),
    ]);
    row.getCell(3).numFmt = MONEY;
    if (formula) row.font = { bold: true };
  }
  for (const { letter, rows } of reconciledLines(report)) {
    sheet.addRow([]);
    headRow(sheet, ['', say('reconciled.title'), report.grant.currency]);
    const from = sheet.rowCount + 1;
    for (const { step, amount } of rows)
      sheet.addRow(['', say(`reconciled.${step}`), Number(amount)]).getCell(3).numFmt = MONEY;
    const sum = sheet.addRow([
      '',
      say(`reconciled.line_${letter}`),
      computed(`SUM(C${from}:C${sheet.rowCount})`, report.lines[letter]),
    ]);
    sum.font = { bold: true };
    sum.getCell(3).numFmt = MONEY;
  }
  sheet.addRow([]);
  headRow(sheet, ['11', say('indirect.title'), say('indirect.base'), say('indirect.charged')]);
  const from = sheet.rowCount + 1;
  for (const { organisationCode, rate, base, charged } of report.indirect) {
    const at = sheet.rowCount + 1;
    const row = sheet.addRow([
      Number(rate),
      organisationCode,
      Number(base),
      computed(`ROUND(C${at}*A${at},2)`, charged),
    ]);
    row.getCell(1).numFmt = '0.00%';
    for (const cell of [3, 4]) row.getCell(cell).numFmt = MONEY;
  }
  const to = sheet.rowCount;
  const total = sheet.addRow([
    '',
    say('indirect.total'),
    computed(`SUM(C${from}:C${to})`, report.indirectTotal.base),
    computed(`SUM(D${from}:D${to})`, report.indirectTotal.charged),
  ]);
  total.font = { bold: true };
  for (const cell of [3, 4]) total.getCell(cell).numFmt = MONEY;
  sheet.addRow([]);
  headRow(sheet, ['12', say('remarks.title'), report.grant.currency]);
  for (const { words, amount } of remarksOf(report, language))
    sheet.addRow(['', words, amount && Number(amount)]).getCell(3).numFmt = MONEY;
  if (report.broughtIn) {
    const { spent, received } = report.broughtIn;
    for (const [key, amount] of [
      ['spent', spent],
      ['received', received],
    ] as const)
      sheet
        .addRow(['', translate(language, `opening:of_it_${key}`), Number(amount)])
        .getCell(3).numFmt = MONEY;
  }
  layOut(sheet, language);
  sheet.pageSetup.orientation = 'portrait';
  return Buffer.from(await book.xlsx.writeBuffer());
}

/** Box 12: amounts that are included in lines, and amounts that are in no line. */
export function remarksOf(
  { fee, exchange, unfunded, lines }: FederalReport,
  language: Language,
): { readonly words: string; readonly amount: string | null }[] {
  const say = (key: string) => translate(language, `federal:remarks.${key}`);
  return [
    { words: say('fee'), amount: fee },
    { words: say('exchange'), amount: exchange },
    { words: say('unfunded'), amount: unfunded },
    ...(toCent(lines.i).isZero() ? [{ words: say('own'), amount: null }] : []),
  ];
}

/** Boxes 1 to 9, as far as the programme knows them. */
export function headOf(
  { grant, type, basis, endsOn, dueOn }: FederalReport,
  language: Language,
): [string, string][] {
  const say = (key: string) => translate(language, `federal:${key}`);
  const day = (date: string) => formatDate(date, language);
  const recipient = (box: keyof GrantRecipient) => grant.recipient?.[box] ?? say('head.not_given');
  return [
    [`1 · ${say('head.agency')}`, grant.donor],
    [`2 · ${say('head.award')}`, `${grant.awardNumber ?? grant.code} · ${grant.title[language]}`],
    [`3 · ${say('head.recipient')}`, recipient('name')],
    [`4a · ${say('head.uei')}`, recipient('uei')],
    [`4b · ${say('head.ein')}`, recipient('ein')],
    [`5 · ${say('head.account')}`, recipient('account')],
    [`6 · ${say('head.type')}`, say(`type.${type}`)],
    [`7 · ${say('head.basis')}`, say(`basis.${basis}`)],
    [`8 · ${say('head.period')}`, `${day(grant.startsOn)} – ${day(grant.endsOn)}`],
    [`9 · ${say('head.ends')}`, day(endsOn)],
    [say('head.due'), day(dueOn)],
  ];
}
