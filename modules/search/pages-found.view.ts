/** Pages of the navigation as results of a search: those that the actor's roles have. */
import type { Actor, Language } from '../platform/shared/actor';
import { LANGUAGES } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';
import { entriesFor } from '../platform/web/navigation';
import type { SearchHit } from './search-source.types';
import type { SearchWords } from './search-words.rules';

/** Found by their word in any language: somebody may know it from a colleague. */
export function pagesFound(actor: Actor, words: SearchWords, language: Language): SearchHit[] {
  const found = entriesFor(actor, '/').filter(({ key }) =>
    LANGUAGES.some((one) => words.isIn(translate(one, `common:nav.${key}`))),
  );
  const paths = [...new Set(found.map(({ path }) => path))];
  return paths.map((path) => {
    const { key } = found.find((entry) => entry.path === path)!;
    return { path, label: translate(language, `common:nav.${key}`) };
  });
}
