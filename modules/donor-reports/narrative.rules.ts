/** Limits of narrative texts, and characters that the file formats cannot show. */
import type { Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { type ReportDefinition, writtenIn } from './report-definition.types';

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

/** Whether the report has a place for it. */
export const fits = (
  definition: ReportDefinition,
  text: Parameters<typeof assertFits>[1],
): boolean => {
  try {
    assertFits(definition, text);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
};

/** Refused: a text that the report has no place for, a language that it is not made in, an answer that is none of the form's. */
export function assertFits(
  definition: ReportDefinition,
  { section, language, text }: { section: string; language: Language; text: string },
): void {
  const own = writtenIn(definition).find(({ key }) => key === section);
  if (!own) throw new DomainError('invalid', 'reports.no_section', {}, 'section');
  if (!definition.languages.includes(language))
    throw new DomainError('invalid', 'reports.not_in_language', {}, 'language');
  if (own.block === 'choice' && text !== '' && !own.options.some(({ code }) => code === text))
    throw new DomainError('invalid', 'common.not_choice', {}, section);
}

interface PostedText {
  readonly section: string;
  readonly language: Language;
  readonly text: string;
  readonly basedOn: number;
}

/** The texts of one language as a page posts them; a text that is not there was taken out. */
export function textsPosted({
  language,
  texts = {},
  basedOn,
}: {
  readonly language: Language;
  readonly texts?: Readonly<Record<string, unknown>>;
  readonly basedOn: Readonly<Record<string, unknown>>;
}): PostedText[] {
  return Object.entries(basedOn).map(([section, version]) => {
    const text = texts[section] ?? '';
    if (typeof text !== 'string' || text.length > NARRATIVE_LIMIT)
      throw new DomainError('invalid', 'common.invalid_value', {}, section);
    if (typeof version !== 'string' || !/^\d{1,6}$/.test(version))
      throw new DomainError('invalid', 'common.invalid_value', {}, 'basedOn');
    return { section, language, text, basedOn: Number(version) };
  });
}
