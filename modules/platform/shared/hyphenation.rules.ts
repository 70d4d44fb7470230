const SHORTEST_WORD = 10;
const SHORTEST_PART = 4;
/** A vowel, where the next syllable begins with one consonant and a vowel: a boundary in French and English alike. */
const SYLLABLE_END = /[aeiouyàâéèêëîïôû](?=[bcdfgjklmnpqrstvxz][aeiouyàâéèêëîïôû])/gi;

/**
 * The same text with a soft hyphen (U+00AD) in each Latin word of ten letters or more, at the syllable boundary nearest
 * to its middle, at least four letters from either end: browsers without a dictionary of the language can break it there.
 */
export const withSoftHyphens = (text: string): string =>
  text.replace(/[A-Za-zÀ-ÿ]+/g, (word) => {
    if (word.length < SHORTEST_WORD) return word;
    const [nearest] = [...word.matchAll(SYLLABLE_END)]
      .map(({ index }) => index + 1)
      .filter((place) => place >= SHORTEST_PART && place <= word.length - SHORTEST_PART)
      .sort((one, other) => Math.abs(one - word.length / 2) - Math.abs(other - word.length / 2));
    return nearest === undefined ? word : `${word.slice(0, nearest)}\u00ad${word.slice(nearest)}`;
  });
