/** Common cell values of all lists: empty, yes and no, dates, several values. */
import { type CivilDate, isCivilDate } from '../../platform/shared/nights.rules';
import { latinDigits } from '../../platform/shared/digits.rules';
import { fold } from './fold.rules';

const NOTHING = new Set(
  [
    '',
    'n a',
    'na',
    'nc',
    'non connu',
    'non connue',
    'inconnu',
    'inconnue',
    'non renseigné',
    'ne sait pas',
    'unknown',
    'غير معروف',
    'غير معروفة',
    'غير محدد',
  ].map(fold),
);
/** An empty cell, a dash, a question mark, "not known". */
export const isNothing = (word: string): boolean => NOTHING.has(fold(word));

const YES = new Set(['oui', 'o', 'yes', 'y', 'x', '1', 'vrai', 'true', 'نعم'].map(fold));
const NO = new Set(['non', 'n', 'no', '0', 'faux', 'false', 'لا'].map(fold));
export const yesOrNo = (word: string): boolean | undefined =>
  YES.has(fold(word)) ? true : NO.has(fold(word)) ? false : undefined;

const TWO_DIGITS = /^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$/;
const YEAR_FIRST = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: 00:00(?::00)?)?$/;
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 00:00(?::00)?)?$/;

/** DD/MM/YYYY as Morocco writes it, with / - or . between; or YYYY-MM-DD. */
export function dayIn(written: string): CivilDate | 'two_digits' | null {
  const text = latinDigits(written.normalize('NFKC'))
    .replace(/\p{Cf}/gu, '')
    .trim();
  if (TWO_DIGITS.test(text)) return 'two_digits';
  const [, y, m, d] = YEAR_FIRST.exec(text) ?? [];
  const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
  if (!y && !year) return null;
  const date = `${y ?? year}-${(m ?? month)!.padStart(2, '0')}-${(d ?? day)!.padStart(2, '0')}`;
  return isCivilDate(date) ? date : null;
}

/** Several words in a cell, between commas, semicolons, slashes, bars or new lines. */
export const wordsIn = (cell: string): string[] =>
  cell
    .split(/[;,|/،+]|\s+et\s+|\s+and\s+|\n/)
    .map((word) => word.trim())
    .filter((word) => !isNothing(word));
