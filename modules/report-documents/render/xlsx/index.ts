/** A workbook with real numbers: a first sheet that reads, then one sheet a table. */
import { exceljs } from '../../../platform/shared/exceljs';
import { type DisclosedDocument, tablesOf } from '../../document';
import { altText } from '../charts';
import { settleOfficeFile } from '../office-zip';
import { chartsOf } from './charts';
import { HEAD_ROW } from './places';
import { addSheet, SheetNames } from './sheet';
import { SummarySheet } from './summary';
import { writeTable } from './table';

export async function renderXlsx(document: DisclosedDocument): Promise<Buffer> {
  const day = new Date(`${document.meta.date}T00:00:00Z`);
  const { Workbook } = await exceljs();
  const book = new Workbook();
  Object.assign(book, { creator: 'Mawa', lastModifiedBy: 'Mawa', created: day, modified: day });
  const names = new SheetNames();
  new SummarySheet(
    addSheet(book, names.of(document.labels.summary_sheet), document, 0),
    document,
  ).write();
  const pictures: string[][] = [];
  for (const table of tablesOf(document)) {
    pictures.push(
      chartsOf(table, document).map(([chart, language]) => altText(chart, { document, language })),
    );
    writeTable(addSheet(book, names.of(table.title), document, HEAD_ROW), table, document, book);
  }
  const bytes = await book.xlsx.writeBuffer();
  const { title, language, date } = document.meta;
  return settleOfficeFile(new Uint8Array(bytes), {
    title,
    language,
    date,
    pictures: pictures.filter((alts) => alts.length > 0),
  });
}
