/** From bytes to text: what the marks and the bytes say, never what the sender says. */
import { type Encoding, unreadable } from './table.rules';

export function decode(bytes: Buffer): { text: string; encoding: Encoding } {
  const decoded = asUtf16(bytes) ?? asUtf8(bytes) ?? asWindows(bytes);
  if (!decoded || isNoise(decoded.text)) throw unreadable('not_a_table');
  const text = decoded.text.replace(/^\ufeff/, '');
  if (text.trim() === '') throw unreadable('empty');
  return { ...decoded, text };
}

type DecodedText = { text: string; encoding: Encoding } | null;

/** By its mark, or by a zero in every second byte of the beginning: Latin letters and separators. */
function asUtf16(bytes: Buffer): DecodedText {
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

function asUtf8(bytes: Buffer): DecodedText {
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

function asWindows(bytes: Buffer): DecodedText {
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
