/** A sheet a table, each with the fields of the standard as its head, behind a first column that links them. */
import { exceljs } from '../../platform/shared/exceljs';
import { type FieldKind, fieldsOf, type Table, TABLES } from '../data/fields-2.0.data';
import { type Cells, type HtcdsFile } from '../htcds-record.types';

export interface SheetRow {
  readonly id: string;
  readonly cells: Cells;
}

export const rowsOfTable = ({ organisations, records }: HtcdsFile, table: Table): SheetRow[] =>
  table === 'org'
    ? organisations.map((cells, at) => ({ id: String(at + 1), cells }))
    : records.flatMap(({ id, rows }) => {
        // Every person has a row among people: rows of other tables belong to it.
        const own = table === 'prs' && rows.prs.length === 0 ? [{}] : rows[table];
        return own.map((cells) => ({ id, cells }));
      });

const FONT = { name: 'Calibri', size: 11 };
const WIDTHS: Readonly<Partial<Record<FieldKind, number>>> = { long: 48, many: 32, number: 12 };
const WIDTH = 22;

/** Sheets are named by their HTCDS prefix, so that the structure of the file does not reveal its subject. */
export async function writeXlsx(file: HtcdsFile): Promise<Buffer> {
  const { Workbook } = await exceljs();
  const book = new Workbook();
  for (const table of TABLES) {
    const fields = fieldsOf(table);
    const sheet = book.addWorksheet(table, {
      views: [{ state: 'frozen', xSplit: 1, ySplit: 1 }],
      pageSetup: {
        paperSize: 9,
        orientation: 'landscape',
        printTitlesRow: '1:1',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      },
    });
    sheet.columns = [
      { width: 14 },
      ...fields.map(({ name, kind }) => ({
        width: Math.max(WIDTHS[kind] ?? WIDTH, name.length + 2),
      })),
    ];
    const head = sheet.addRow([null, ...fields.map(({ name }) => name)]);
    head.font = { ...FONT, bold: true };
    for (const { id, cells } of rowsOfTable(file, table)) {
      const row = sheet.addRow([id, ...fields.map(({ name, kind }) => typed(cells[name], kind))]);
      row.font = FONT;
      row.alignment = { vertical: 'top', wrapText: true };
    }
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

const typed = (text: string | undefined, kind: FieldKind): string | number | boolean | null => {
  if (text === undefined) return null;
  if (kind === 'checkbox') return text === 'TRUE';
  return kind === 'number' && /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text;
};
