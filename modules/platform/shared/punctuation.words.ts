/** Signs that the languages write differently, and lists of words. */
import type { Language } from './actor';

/** Between a label and what it names: French writes a no-break space before it. */
export const colonOf = (language: Language): string => (language === 'fr' ? '\u00a0: ' : ': ');

/** Between two words of a list. */
export const commaOf = (language: Language): string => (language === 'ar' ? '، ' : ', ');

/** Joins words as "one, two, three", without empty ones. Intl.ListFormat would add "and" before the last. */
export const joinWords = (
  words: readonly (string | number | null | undefined)[],
  language: Language,
): string =>
  words
    .filter((word) => word !== null && word !== undefined && word !== '')
    .join(commaOf(language));
