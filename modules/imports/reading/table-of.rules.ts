/** A file of bytes as a table, whichever kind it is: found out from its first bytes. */
import { fold } from '../words/fold.rules';
import { csvRows, delimiterOf } from './csv.rules';
import { decode } from './decode.rules';
import { type Encoding, type Table, unreadable } from './table.rules';
import { xlsxSheets } from './xlsx.rules';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** An old workbook, or a new one behind a password. */
const COMPOUND = Buffer.from('d0cf11e0', 'hex');

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(ZIP);

export async function tableOf(bytes: Buffer, known: ReadonlySet<string>): Promise<Table> {
  const [first] = await tablesOf(bytes, known, 1);
  return first!;
}

/** The tables of the first `most` sheets of a workbook; a text file is one table. Sheets with headings alone count. */
export async function tablesOf(
  bytes: Buffer,
  known: ReadonlySet<string>,
  most: number,
  chosen?: Encoding,
): Promise<Table[]> {
  const isKnown = (heading: string): boolean => known.has(fold(heading.slice(0, 300)));
  if (bytes.subarray(0, 4).equals(COMPOUND)) throw unreadable('old_workbook');
  if (isZip(bytes)) {
    const sheets = await xlsxSheets(bytes, most);
    return sheets.map(({ rows, sheet, otherSheets }) => ({
      kind: 'xlsx',
      encoding: null,
      delimiter: null,
      sheet,
      otherSheets,
      ...rows.split(isKnown, { mayBeEmpty: most > 1 }),
    }));
  }
  const { text, encoding } = decode(bytes, chosen);
  const delimiter = delimiterOf(text, isKnown);
  const whole = { kind: 'csv', encoding, delimiter, sheet: null, otherSheets: 0 } as const;
  return [{ ...whole, ...csvRows(text, delimiter).split(isKnown) }];
}
