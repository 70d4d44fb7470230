/** Who of many people may be meant by the words of a search. */
import type { Language } from '../../src/shared/actor';
import { displayName } from './display-name';
import { nameMatcher } from './name.rules';
import { knownNames, openNames, type SealedNames } from './sealed-names';

export interface SearchWork {
  readonly query: string;
  readonly language: Language;
  readonly from: number;
  readonly limit: number;
  readonly master: Uint8Array;
  readonly rows: readonly SealedNames[];
}
export interface SearchAnswer {
  found: { id: string; score: number; name: string }[];
  matched: number;
}

export function searchNames({
  query,
  language,
  from,
  limit,
  master,
  rows,
}: SearchWork): SearchAnswer {
  const matcher = nameMatcher(query);
  const masterKey = Buffer.from(master);
  const found: SearchAnswer['found'] = [];
  for (const row of rows) {
    const names = openNames(masterKey, row);
    const { matched, score } = matcher(knownNames(names));
    if (matched) found.push({ id: row.id, score, name: displayName(names) });
  }
  const collator = new Intl.Collator(language);
  // Of two alike the id decides: the next page begins where this one ends.
  found.sort(
    (a, b) => b.score - a.score || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  return { found: found.slice(from, from + limit), matched: found.length };
}
