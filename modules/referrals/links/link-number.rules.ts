/**
 * The number of a link: thirty-two small letters and digits in groups of four, so that it can be typed
 * from paper on any telephone. Sixteen bytes by chance and four that sign them, without which nothing
 * is looked up: a made-up number never reaches the database.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** No letter that is taken for a digit or for another. */
const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz0';
const CHANCE = 16;
const SIGNED = 4;
const LETTERS = ((CHANCE + SIGNED) * 8) / 5;
const GROUP = 4;

const signature = (key: Buffer, chance: Uint8Array): Buffer =>
  createHmac('sha256', key).update(chance).digest().subarray(0, SIGNED);

export function newLinkNumber(key: Buffer, chance: Uint8Array): string {
  const letters = lettersOf(Buffer.concat([chance, signature(key, chance)]));
  return letters.match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
}

/** The number in its one form, whatever its case and dashes; null where it was never ours. */
export function parseLinkNumber(key: Buffer, typed: string): string | null {
  if (typed.length > 80) return null;
  const letters = typed.toLowerCase().replaceAll(/[\s\p{Pd}]/gu, '');
  if (letters.length !== LETTERS || [...letters].some((letter) => !ALPHABET.includes(letter))) {
    return null;
  }
  const bytes = bytesOf(letters);
  const [chance, signed] = [bytes.subarray(0, CHANCE), bytes.subarray(CHANCE)];
  return timingSafeEqual(signed, signature(key, chance)) ? letters : null;
}

function lettersOf(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let letters = '';
  for (let place = 0; place < LETTERS; place += 1) {
    letters = ALPHABET[Number(value & 31n)]! + letters;
    value >>= 5n;
  }
  return letters;
}

function bytesOf(letters: string): Buffer {
  const value = [...letters].reduce(
    (sum, letter) => (sum << 5n) | BigInt(ALPHABET.indexOf(letter)),
    0n,
  );
  return Buffer.from(value.toString(16).padStart((CHANCE + SIGNED) * 2, '0'), 'hex');
}
