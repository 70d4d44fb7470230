/** From bytes to text: strict UTF-8, else Windows-1252; what is no text is said to be none. */
import { DomainError } from '../../../src/shared/domain-error';

export type Encoding = 'utf-8' | 'windows-1252';
export const MAX_BYTES = 10 * 1024 * 1024;

export function decode(bytes: Buffer): { text: string; encoding: Encoding } {
  if (bytes.length > MAX_BYTES)
    throw new DomainError('too_large', 'people.import_too_large', { max: MAX_BYTES / 1024 / 1024 });
  if (bytes.length === 0) throw new DomainError('invalid', 'people.import_empty');
  if (isSpreadsheet(bytes)) throw new DomainError('invalid', 'people.import_spreadsheet');
  const decoded = asUtf8(bytes) ?? asWindows(bytes);
  if (!decoded || isNoise(decoded.text))
    throw new DomainError('invalid', 'people.import_not_a_table');
  if (decoded.text.trim() === '') throw new DomainError('invalid', 'people.import_empty');
  return decoded;
}

/** XLSX and ODS are zip files, XLS a compound file. */
const isSpreadsheet = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1')) ||
  bytes.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex'));

function asUtf8(bytes: Buffer): { text: string; encoding: Encoding } | null {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return null;
  }
}

/** What Windows-1252 has at 80 to 9F; Node 20's own decoder reads Latin-1 there and loses ’ and œ. */
const HIGH =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

function asWindows(bytes: Buffer): { text: string; encoding: Encoding } | null {
  if (bytes.includes(0)) return null;
  const text = bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (sign) => HIGH[sign.charCodeAt(0) - 0x80]!);
  return { text, encoding: 'windows-1252' };
}

/** More than one control character in a hundred is no writing of people. */
function isNoise(text: string): boolean {
  // eslint-disable-next-line no-control-regex
  const controls = text.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g)?.length ?? 0;
  return controls > 0 && controls * 100 > text.length;
}
