/** Which text is read to whom: of the language itself, else of one that its speakers mostly read. */
const READ_IN_ARABIC = new Set(['ary', 'ara', 'zgh', 'shi', 'tzm', 'rif']);
const READ_IN_ENGLISH = new Set(['eng', 'pcm', 'yor', 'ibo', 'bin', 'hau', 'tgl']);
const OF_THE_PROGRAMME = 'fra';

/** Best first; whoever reads in another language than the person's needs somebody to interpret. */
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

/** As `lang` says it in HTML. */
export const htmlLanguage = (language: string): string =>
  ({ fra: 'fr', ara: 'ar', eng: 'en' })[language] ?? language;
