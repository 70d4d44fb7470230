/** How much of two people's names meet: all that a person goes by, each against each. */
import { wordsOf } from '../name-letters.rules';

import type { PersonNames } from '../new-person.types';
import { type PhoneticName, phoneticWords, likenessOf } from './names-alike.rules';

/** `whole`: two words or more; `given`: the given name alone; a family name alone is nothing. */
export type NameMatchLevel = 'whole' | 'given' | null;

/** One name that a person goes by, in words; an alias is as good as a given name. */
export interface KnownName {
  readonly words: readonly string[];
  readonly given: readonly string[];
}

export function knownNamesOf({ given, family, aliases }: PersonNames): KnownName[] {
  const main = { words: wordsOf(`${given ?? ''} ${family ?? ''}`), given: wordsOf(given ?? '') };
  return [main, ...aliases.map(wordsOf).map((words) => ({ words, given: words }))].filter(
    ({ words }) => words.length > 0,
  );
}

export type PhoneticReader = (words: readonly string[]) => PhoneticName;

export function matchNames(
  a: readonly KnownName[],
  b: readonly KnownName[],
  heard: PhoneticReader = phoneticWords,
): NameMatchLevel {
  let met: NameMatchLevel = null;
  for (const nameA of a)
    for (const nameB of b) {
      const one = metBy(nameA, nameB, heard);
      if (one === 'whole') return one;
      met ??= one;
    }
  return met;
}

function metBy(a: KnownName, b: KnownName, heard: PhoneticReader): NameMatchLevel {
  const { alike, met } = likenessOf(heard(a.words), heard(b.words));
  if (!alike) return null;
  const shorter = a.words.length <= b.words.length ? a : b;
  const besidesTheFamily = shorter.given.length > 0 || a.words.length === b.words.length;
  if (met >= 2 && besidesTheFamily) return 'whole';
  return likenessOf(heard(a.given), heard(b.given)).alike ? 'given' : null;
}
