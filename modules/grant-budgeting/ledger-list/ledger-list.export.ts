import { exceljs } from '../../platform/shared/exceljs';
import type { Language } from '../../platform/shared/actor';
import { joinWords } from '../../platform/shared/punctuation.words';
import { translate } from '../../platform/web/i18n';
import { sumOf, written } from '../money.rules';
import { computed, headRow, layOut, MONEY, moneySheet } from '../workbooks/sheet.export';
import type { LedgerListing } from './ledger-list.queries';
import { populationOf, referenceOf } from './ledger-list.view';

const WIDTHS = [12, 12, 12, 26, 12, 16, 16, 10, 12, 18, 10, 24, 28, 24, 38];
const AMOUNT = 6;

/** Each entry with its document and the people behind it; what it adds up to is a formula. A second sheet says what they were drawn from. */
export async function ledgerWorkbook(found: LedgerListing, language: Language): Promise<Buffer> {
  const say = (key: string) => translate(language, `ledger:${key}`);
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa' });
  const sheet = moneySheet(book, say('title'), language, WIDTHS);
  headRow(sheet, [
    say('reference'),
    translate(language, 'budget:entries.fact_on'),
    translate(language, 'budget:entries.booked_on'),
    translate(language, 'budget:entries.what'),
    translate(language, 'budget:line'),
    found.grant.currency,
    translate(language, 'budget:entries.original'),
    say('currency'),
    translate(language, 'budget:entries.rate'),
    say('document'),
    say('files'),
    say('asked_by'),
    say('approved_by'),
    say('booked_by'),
    say('id'),
  ]);
  for (const entry of found.entries) {
    const what = translate(language, `budget:source.${entry.sourceKind}`);
    const row = sheet.addRow([
      referenceOf(entry.transactionId),
      entry.factOn,
      entry.bookedOn,
      entry.isReversal ? `${what} (${translate(language, 'budget:entries.reversal')})` : what,
      entry.lineCode,
      Number(entry.amount),
      Number(entry.original),
      entry.originalCurrency,
      entry.rate && Number(entry.rate),
      entry.document,
      entry.files,
      entry.askedBy,
      joinWords(entry.approvedBy, language),
      entry.bookedBy ?? translate(language, 'audit:origin.system'),
      entry.transactionId,
    ]);
    for (const cell of [AMOUNT, AMOUNT + 1]) row.getCell(cell).numFmt = MONEY;
  }
  const last = sheet.rowCount;
  if (last > 1) {
    const sum = written(sumOf(found.entries.map(({ amount }) => amount)));
    const total = sheet.addRow([translate(language, 'budget:total')]);
    total.getCell(AMOUNT).value = computed(`SUM(F2:F${last})`, sum);
    total.getCell(AMOUNT).numFmt = MONEY;
    total.font = { bold: true };
  }
  layOut(sheet, language);
  const about = moneySheet(book, say('population_title'), language, [34, 34]);
  for (const row of populationOf(found, language)) about.addRow([...row]);
  layOut(about, language);
  return Buffer.from(await book.xlsx.writeBuffer());
}
