/**
 * Case numbers: random, without meaning, easy to read out, with a check character.
 * M, seven random characters of Crockford's alphabet (no I, L, O, U), one check character:
 * M-4K7Q-2XV-9. The check is a weighted sum over the field of 32 elements with a different
 * weight for each place, so one wrong character or two swapped ones are always noticed.
 */
import { latinDigits } from '../platform/shared/digits.rules';

export type CaseNumber = string;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LENGTH = 7;

/** Multiplication by the generator of GF(32), x^5 + x^2 + 1. */
const double = (value: number): number =>
  value & 16 ? ((value << 1) ^ 0b100101) & 31 : value << 1;

/** Horner's rule: the last place weighs one generator, so the check itself can weigh one. */
const checkOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => double(sum ^ value), 0);

const format = (values: readonly number[]): CaseNumber => {
  const text = [...values, checkOf(values)].map((value) => ALPHABET[value]).join('');
  return `M-${text.slice(0, 4)}-${text.slice(4, 7)}-${text.slice(7)}`;
};

/** `random` gives that many random bytes, e.g. `randomBytes` of node:crypto. */
export const newCaseNumber = (random: (bytes: number) => Uint8Array): CaseNumber =>
  format(Array.from(random(RANDOM_LENGTH), (byte) => byte & 31));

const asTyped = (text: string): string =>
  latinDigits(text.normalize('NFKC'))
    .toUpperCase()
    .replace(/[\s\p{Pd}\p{Cf}_.]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');

/** The number in its one written form, or null when it cannot be a case number. */
export function parseCaseNumber(text: string): CaseNumber | null {
  if (text.length > 60) return null;
  const match = /^M([0-9A-Z]{8})$/.exec(asTyped(text));
  if (!match) return null;
  const values = Array.from(match[1]!, (character) => ALPHABET.indexOf(character));
  if (values.includes(-1)) return null;
  const check = values.pop();
  return checkOf(values) === check ? format(values) : null;
}

/**
 * Parses the beginning of a case number in its written form ("M-PM2N"); null for other text. The prefix "M-"
 * distinguishes it from a name.
 */
export function parseNumberBeginning(text: string): string | null {
  if (text.length > 60 || !/^\s*M\s*\p{Pd}/iu.test(text)) return null;
  const match = /^M([0-9A-Z]{3,7})$/.exec(asTyped(text));
  if (!match || Array.from(match[1]!, (one) => ALPHABET.indexOf(one)).includes(-1)) return null;
  const [, typed] = match;
  const rest = typed!.slice(4);
  return `M-${typed!.slice(0, 4)}${rest ? `-${rest}` : ''}`;
}
