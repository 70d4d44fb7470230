/** Languages of consent texts: the person's language, otherwise one that its speakers usually read. */
const READ_IN_ARABIC = new Set(['ary', 'ara', 'zgh', 'shi', 'tzm', 'rif']);
const READ_IN_ENGLISH = new Set(['eng', 'pcm', 'yor', 'ibo', 'bin', 'hau', 'tgl']);
const OF_THE_PROGRAMME = 'fra';

/** Text languages in order of preference; for another language than the person's an interpreter is needed. */
export function textLanguages(language: string): string[] {
  const nearest = READ_IN_ARABIC.has(language)
    ? ['ara']
    : READ_IN_ENGLISH.has(language)
      ? ['eng']
      : [];
  return [...new Set([language, ...nearest, OF_THE_PROGRAMME])];
}

const RIGHT_TO_LEFT = new Set(['ara', 'ary']);
export const directionOf = (language: string): 'rtl' | 'ltr' =>
  RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr';

/** Value of the HTML attribute `lang`. */
export const htmlLanguage = (language: string): string =>
  ({ fra: 'fr', ara: 'ar', eng: 'en' })[language] ?? language;
