/** The words of a search, and which texts they are found in. */

/** The most letters of a search, as of one by name. */
export const LONGEST_SEARCH = 100;
const MOST_WORDS = 8;

export interface SearchWords {
  /** As they were typed, without space around them. */
  readonly typed: string;
  /** Whether each word begins a word of one of these texts, whatever the case, accents and vowel marks. */
  readonly isIn: (...texts: readonly (string | null | undefined)[]) => boolean;
}

const ARABIC: readonly (readonly [RegExp, string])[] = [
  [/[أإآٱ]/g, 'ا'],
  [/ى/g, 'ي'],
  [/ة/g, 'ه'],
  [/ـ/g, ''],
];

const plain = (text: string): string =>
  ARABIC.reduce(
    (letters, [from, to]) => letters.replace(from, to),
    text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
  );

const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Two letters or figures at least; null where there are none or they are too long. */
export function searchWords(typed: string): SearchWords | null {
  const text = typed.trim();
  const words = wordsOf(text.slice(0, LONGEST_SEARCH)).slice(0, MOST_WORDS);
  if (text.length > LONGEST_SEARCH || words.join('').length < 2) return null;
  return {
    typed: text,
    isIn: (...texts) => {
      const known = texts.flatMap((one) => (one ? wordsOf(one) : []));
      // Arabic writes the article on the word: "الدار" is found by "دار".
      return words.every((word) =>
        known.some((one) => one.startsWith(word) || one.startsWith(`ال${word}`)),
      );
    },
  };
}
