/**
 * What stands on a certificate to be asked by: twenty-four letters and digits in groups of four, a hundred and
 * twenty bits by chance, so that guessing finds none; and a number to speak of it, which opens nothing.
 */

/** No letter that is taken for a digit or for another: thirty-two of them. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ0';
const LETTERS = 24;
const NUMBER_LETTERS = 8;
const GROUP = 4;

export const CHANCE = LETTERS;
export const NUMBER_CHANCE = NUMBER_LETTERS;

const lettersOf = (chance: Uint8Array): string =>
  [...chance].map((byte) => ALPHABET[byte & 31]!).join('');
const grouped = (letters: string): string =>
  letters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');

export const newCode = (chance: Uint8Array): string => grouped(lettersOf(chance));
export const newNumber = (chance: Uint8Array): string => grouped(lettersOf(chance));

/** The code in its one form, whatever its case, dashes and spaces; null where it cannot be one. */
export function parseCode(typed: string): string | null {
  if (typed.length > 80) return null;
  const letters = typed.toUpperCase().replaceAll(/[\s\p{Pd}]/gu, '');
  if (letters.length !== LETTERS) return null;
  return [...letters].every((letter) => ALPHABET.includes(letter)) ? letters : null;
}

/** A name as it is compared: without accents of letters, case, and more than one space; in any order of its words. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');
