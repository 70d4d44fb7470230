/**
 * The number of a complaint: sixteen digits in groups of four, as on a phone's recharge card. Digits are
 * read by whoever reads no Latin letter, and are on every phone.
 *
 *   1234 5678 | 9012 3456
 *   half 1      half 2
 *
 * Half 1 may be printed on a paper slip: it says from which sheet, and opens nothing. Half 2 is given
 * once, on the screen or over the phone. Each half ends in a check digit; that of the second covers
 * all fifteen before it.
 */

import { latinDigits } from '../platform/shared/digits.rules';

/** Damm's table: any one digit wrong, or two neighbours swapped, is noticed. */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

const HALF = 8;
/** How many digits of each half are drawn. */
const RANDOM_DIGITS = HALF - 1;

const damm = (digits: string): number =>
  [...digits].reduce<number>((row, digit) => DAMM[row]![Number(digit)]!, 0);

/** Digits from random or keyed bytes; eight bytes a half leave no bias worth the name. */
function digitsOf(bytes: Uint8Array): string {
  const drawn = Buffer.from(bytes).readBigUInt64BE(0) % 10n ** BigInt(RANDOM_DIGITS);
  return String(drawn).padStart(RANDOM_DIGITS, '0');
}

/** Number printed on a paper slip (half 1). */
export function newSlipNumber(bytes: Uint8Array): string {
  const digits = digitsOf(bytes);
  return digits + damm(digits);
}

/** The whole number: with the half of a slip, or with one of its own. */
export function newCode(paper: string, bytes: Uint8Array): string {
  const digits = paper + digitsOf(bytes);
  return digits + damm(digits);
}

export const slipNumberOf = (code: string): string => code.slice(0, HALF);

/** Digits of a typed number: ignores spaces and dashes, converts Arabic and Persian digits. */
function digitsTyped(text: string): string {
  return latinDigits(text.normalize('NFKC')).replaceAll(/[\s\p{Pd}\p{Cf}_./]/gu, '');
}

const LONGEST = 60;
const parseChecked = (text: string, length: number): string | null => {
  if (text.length > LONGEST) return null;
  const digits = digitsTyped(text);
  return digits.length === length && /^\d+$/.test(digits) && damm(digits) === 0 ? digits : null;
};

/** The whole number in its one form, or null where it cannot be one. */
export function parseCode(text: string): string | null {
  const code = parseChecked(text, 2 * HALF);
  return code !== null && damm(slipNumberOf(code)) === 0 ? code : null;
}

export const parseSlipNumber = (text: string): string | null => parseChecked(text, HALF);

export const inGroups = (digits: string): string[] => digits.match(/\d{4}/g) ?? [];
