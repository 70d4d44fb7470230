/** A file of bytes as a table, whichever kind it is: found out from its first bytes. */
import { fold } from '../words/fold.rules';
import { csvRows, delimiterOf } from './csv.rules';
import { decode } from './decode.rules';
import { type Encoding, type Table, unreadable } from './table.rules';
import { xlsxRows } from './xlsx.rules';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** An old workbook, or a new one behind a password. */
const COMPOUND = Buffer.from('d0cf11e0', 'hex');

export const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 4).equals(ZIP);

export async function tableOf(
  bytes: Buffer,
  known: ReadonlySet<string>,
  chosen?: Encoding,
): Promise<Table> {
  const isKnown = (heading: string): boolean => known.has(fold(heading.slice(0, 300)));
  if (bytes.subarray(0, 4).equals(COMPOUND)) throw unreadable('old_workbook');
  if (isZip(bytes)) {
    const { rows, sheet, otherSheets } = await xlsxRows(bytes);
    const whole = { kind: 'xlsx', encoding: null, delimiter: null, sheet, otherSheets } as const;
    return { ...whole, ...rows.split(isKnown) };
  }
  const { text, encoding } = decode(bytes, chosen);
  const delimiter = delimiterOf(text, isKnown);
  const whole = { kind: 'csv', encoding, delimiter, sheet: null, otherSheets: 0 } as const;
  return { ...whole, ...csvRows(text, delimiter).split(isKnown) };
}
