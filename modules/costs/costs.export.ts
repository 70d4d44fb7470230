/** Costs as a workbook; unit costs and sums are formulas, so that readers can continue calculating. */
import type { Language } from '../platform/shared/actor';
import { exceljs } from '../platform/shared/exceljs';
import { translate } from '../platform/web/i18n';
import { computed, headRow, layOut, MONEY, moneySheet } from '../grant-budgeting';
import { labelOf } from '../reference-lists';
import { kindName, protectedCosts } from './costs.view';
import type { Costs } from './costs.service';

export async function costsWorkbook(costs: Costs, language: Language): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const say = (key: string) => translate(language, `costs:${key}`);
  const { currency } = costs.grant;
  const shown = protectedCosts(costs);

  const kinds = moneySheet(book, say('kinds'), language, [36, 12, 14, 18, 18, 18, 14]);
  headRow(kinds, [
    say('kind'),
    say('currency'),
    say('quantity'),
    say('amount'),
    say('each'),
    say('expected'),
    say('beyond'),
  ]);
  for (const { kind, inCurrencies } of shown.kinds.filter(({ traced }) => traced)) {
    for (const {
      currency: of,
      quantity,
      amount,
      perUnit,
      actual,
      expected,
      variance,
    } of inCurrencies) {
      const at = kinds.rowCount + 1;
      const row = kinds.addRow([
        kindName(kind, costs.types, language),
        of,
        Number(quantity),
        Number(amount),
        perUnit === null ? null : computed(`ROUND(D${at}/C${at},2)`, perUnit),
        variance === null ? null : Number(expected),
        // Against what the quantity that has a standard cost, which may be a part of the whole.
        variance === null ? null : computed(`(${actual}-F${at})/F${at}`, String(variance)),
      ]);
      for (const column of [4, 5, 6]) row.getCell(column).numFmt = MONEY;
      row.getCell(7).numFmt = '0.0%';
    }
  }

  const sums = moneySheet(book, say('sums'), language, [44, 20]);
  headRow(sums, [say('cause'), `${say('amount')} (${currency})`]);
  for (const { kind, amount } of shown.kinds)
    sums.addRow([kindName(kind, costs.types, language), Number(amount)]).getCell(2).numFmt = MONEY;
  const end = sums.rowCount;
  const total = sums.addRow([
    say('total'),
    computed(end > 1 ? `SUM(B2:B${end})` : '0', shown.total),
  ]);
  total.font = { bold: true };
  total.getCell(2).numFmt = MONEY;

  const ways = moneySheet(book, say('way'), language, [32, 14, 20, 20]);
  headRow(ways, [
    say('stage'),
    say('people'),
    `${say('amount')} (${currency})`,
    `${say('each_person')} (${currency})`,
  ]);
  for (const { stage, people, amount, perPerson } of shown.stages) {
    const at = ways.rowCount + 1;
    const row = ways.addRow([
      labelOf('stages', stage, language),
      people ?? say('few'),
      amount === null ? say('hidden') : Number(amount),
      perPerson === null ? say('hidden') : computed(`ROUND(C${at}/B${at},2)`, perPerson),
    ]);
    for (const column of [3, 4]) row.getCell(column).numFmt = MONEY;
  }
  book.eachSheet((sheet) => layOut(sheet, language));
  return Buffer.from(await book.xlsx.writeBuffer());
}
