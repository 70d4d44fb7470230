/** Where a value comes from, in the words of one reader. */
import type { Language } from '../platform/shared/actor';
import { translate, wordsOf } from '../platform/web/i18n';

/** What Mawa is delivered with names its source in English: the words of it in three languages are found by that text. */
const DELIVERED = new Map(
  Object.entries(wordsOf('en', 'settings')['delivered_source'] ?? {}).map(([code, text]) => [
    text as string,
    code,
  ]),
);

/** What people typed stays as typed. */
export function sourceWords(source: string | null, language: Language): string | null {
  const code = source === null ? undefined : DELIVERED.get(source);
  return code ? translate(language, `settings:delivered_source.${code}`) : source;
}
