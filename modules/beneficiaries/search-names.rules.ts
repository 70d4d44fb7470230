/** Who of many people may be meant by the words of a search. */
import type { Language } from '../platform/shared/actor';
import { listedName } from './display-name.words';
import { nameMatcher } from './name.rules';
import { knownNames, openNames, type SealedNames } from './sealed-names.rules';

/** The names of one file, and whose it is: files that were joined are found as one person. */
export interface SearchedNames extends SealedNames {
  readonly person?: string;
}

export interface SearchWork {
  readonly query: string;
  readonly language: Language;
  readonly from: number;
  readonly limit: number;
  /** In use and of before. */
  readonly masters: readonly Uint8Array[];
  readonly rows: readonly SearchedNames[];
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
  masters,
  rows,
}: SearchWork): SearchAnswer {
  const matcher = nameMatcher(query);
  const masterKeys = masters.map((master) => Buffer.from(master));
  const people = new Map<string, SearchAnswer['found'][number]>();
  for (const row of rows) {
    const names = openNames(masterKeys, row);
    const { matched, score } = matcher(knownNames(names));
    const id = row.person ?? row.id;
    if (matched && score > (people.get(id)?.score ?? -1))
      people.set(id, { id, score, name: listedName(names) });
  }
  const found = [...people.values()];
  const collator = new Intl.Collator(language);
  // Equal results are ordered by id, so that paging is stable.
  found.sort(
    (a, b) => b.score - a.score || collator.compare(a.name, b.name) || (a.id < b.id ? -1 : 1),
  );
  return { found: found.slice(from, from + limit), matched: found.length };
}
