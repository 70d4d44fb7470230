/** From bytes to text: by the marks and the bytes of the file, or as the person chose after looking at the preview. */
import { type Encoding, unreadable } from './table.rules';

export interface DecodedText {
  readonly text: string;
  readonly encoding: Encoding;
}

export function decode(bytes: Buffer, chosen?: Encoding): DecodedText {
  const decoded = chosen ? decodeAs(bytes, chosen) : recognise(bytes);
  if (!decoded || isNoise(decoded.text)) throw unreadable('not_a_table');
  const text = decoded.text.replace(/^\ufeff/, '');
  if (text.trim() === '') throw unreadable('empty');
  return { ...decoded, text };
}

const recognise = (bytes: Buffer): DecodedText | null =>
  asUtf16(bytes) ?? asUtf8(bytes) ?? asWindows(bytes);

function decodeAs(bytes: Buffer, encoding: Encoding): DecodedText {
  try {
    const text =
      encoding === 'windows-1252'
        ? fromWindows1252(bytes)
        : new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, encoding };
  } catch {
    throw unreadable('wrong_encoding', { encoding: encoding.toUpperCase() });
  }
}

/** By its mark, or by a zero in every second byte of the beginning: Latin letters and separators. */
function asUtf16(bytes: Buffer): DecodedText | null {
  const [first, second] = bytes;
  const little = (first === 0xff && second === 0xfe) || zeros(bytes, 1);
  const big = (first === 0xfe && second === 0xff) || zeros(bytes, 0);
  if (little === big || bytes.length % 2 !== 0) return null;
  const text = (big ? Buffer.from(bytes).swap16() : bytes).toString('utf16le');
  return text.isWellFormed() ? { text, encoding: big ? 'utf-16be' : 'utf-16le' } : null;
}

function zeros(bytes: Buffer, from: 0 | 1): boolean {
  const head = bytes.subarray(0, 200);
  let found = 0;
  for (let at = from; at < head.length; at += 2) if (head[at] === 0) found += 1;
  const others = head.filter((byte, at) => at % 2 !== from && byte === 0).length;
  return head.length >= 4 && found * 2 > head.length * 0.6 && others === 0;
}

function asUtf8(bytes: Buffer): DecodedText | null {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return null;
  }
}

/** One byte a letter: Arabic Excel writes Windows-1256, French Excel Windows-1252. */
function asWindows(bytes: Buffer): DecodedText | null {
  if (bytes.includes(0)) return null;
  return decodeAs(bytes, looksArabic(bytes) ? 'windows-1256' : 'windows-1252');
}

/**
 * Both encodings have the French small letters at the same bytes, and Windows-1256 has Arabic letters where
 * Windows-1252 has capitals with accents. Read as Windows-1256, Arabic text has whole words of Arabic letters,
 * and French text has single Arabic letters inside Latin words ("FبS" for "FÈS").
 */
function looksArabic(bytes: Buffer): boolean {
  const words = new TextDecoder('windows-1256').decode(bytes).match(/[\p{L}\p{M}]+/gu) ?? [];
  let arabic = 0;
  let mixed = 0;
  for (const word of words) {
    if (!/\p{Script=Arabic}/u.test(word)) continue;
    if (/\p{Script=Latin}/u.test(word)) mixed += 1;
    else if (word.length > 1) arabic += 1;
  }
  return arabic > mixed;
}

/** Windows-1252 characters 80 to 9F; the decoder of Node 20 treats them as Latin-1 and loses ’ and œ. */
const HIGH =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';

const fromWindows1252 = (bytes: Buffer): string =>
  bytes.toString('latin1').replace(/[\x80-\x9f]/g, (sign) => HIGH[sign.charCodeAt(0) - 0x80]!);

/** More than one control character in a hundred is no writing of people. */
function isNoise(text: string): boolean {
  // oxlint-disable-next-line no-control-regex
  const controls = text.match(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g)?.length ?? 0;
  return controls > 0 && controls * 100 > text.length;
}
