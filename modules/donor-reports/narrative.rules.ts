/** What a narrative may hold, and which of its characters files cannot show. */
export const NARRATIVE_LIMIT = 20_000;

/** Latin and Arabic letters, digits, ordinary punctuation and signs: what our fonts carry. */
const SHOWN =
  /[\n\r\t\p{Script=Latin}\p{Script=Arabic}\p{Nd}\p{M} \u00a0\u202f\p{P}\p{Sc}+<=>^`|~¬±×÷°©®№™…\u200c-\u200f\u2066-\u2069]/u;
const PICTURE = /\p{Extended_Pictographic}/u;

/** The first few kinds of characters that will be left out of the files; none for an ordinary text. */
export function unusualCharacters(text: string, most = 10): string[] {
  const found = new Set<string>();
  for (const character of text) {
    if (SHOWN.test(character) && !(PICTURE.test(character) && !/[©®™\d#*]/.test(character)))
      continue;
    found.add(/\p{C}/u.test(character) ? codeOf(character) : character);
    if (found.size === most) break;
  }
  return [...found];
}

const codeOf = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
