/** Compares people with everybody: pure and heavy, run in a thread of its own, where names are open. */
import { phoneticWord, type Word } from '../name.rules';
import { openNames, type SealedNames } from '../sealed-names.rules';
import {
  cannotBeOne,
  compare,
  type ComparedFacts,
  type Pair,
  significantPairs,
} from './duplicate.rules';
import { type PhoneticReader, type KnownName, knownNamesOf, matchNames } from './known-names.rules';
import { NameIndex } from './name-index.rules';
import { phoneticWords, type PhoneticName } from './names-alike.rules';

export interface ComparedPerson extends ComparedFacts {
  readonly id: string;
  /** New or changed since they were last compared. */
  readonly waiting: boolean;
  /** Null where no name is known. */
  readonly wrapped: Uint8Array | null;
  readonly sealed: Uint8Array | null;
}

export interface FinderWork {
  readonly masters: readonly Uint8Array[];
  readonly people: readonly ComparedPerson[];
  /** Ids of two people with one document number. */
  readonly sameDocument: readonly (readonly [string, string])[];
  /** Everybody with everybody, not only those who wait. */
  readonly all: boolean;
}

export interface FinderAnswer {
  readonly pairs: readonly Pair[];
  /** Left out because the name is too common to be evidence. */
  readonly common: number;
  /** People whose names did not open. */
  readonly unread: number;
}

export function findDuplicates({ masters, people, sameDocument, all }: FinderWork): FinderAnswer {
  const reader = new NameReader(
    masters.map((master) => Buffer.from(master)),
    people,
  );
  const asked = people.flatMap((person, place) => (all || person.waiting ? [place] : []));
  const namesOfAsked = new Map(asked.map((place) => [place, reader.namesOf(place)]));
  const found = new Map<string, Pair>();
  const heard = remembering();
  const judge = (one: ComparedNames, other: ComparedNames, document: boolean): void => {
    const [a, b] = people[one.place]!.id < people[other.place]!.id ? [one, other] : [other, one];
    const key = `${a.place} ${b.place}`;
    if (a.place === b.place || found.has(key)) return;
    const [left, right] = [people[a.place]!, people[b.place]!];
    const evidence = { names: matchNames(a.names, b.names, heard), sameDocument: document };
    const verdict = compare(left, right, evidence);
    if (verdict) found.set(key, { a: left.id, b: right.id, ...verdict });
  };

  const places = new Map(people.map(({ id }, place) => [id, place]));
  for (const pair of sameDocument) {
    const [one, other] = pair.map((id) => places.get(id));
    if (one === undefined || other === undefined) continue;
    const compared = (place: number): ComparedNames => ({ place, names: reader.namesOf(place) });
    judge(compared(one), compared(other), true);
  }
  const index = new NameIndex([...namesOfAsked.values()]);
  people.forEach((person, place) => {
    const names = namesOfAsked.get(place) ?? reader.namesOf(place);
    const apart = (candidate: number): boolean => cannotBeOne(person, people[asked[candidate]!]!);
    for (const candidate of index.candidatesFor(names, all, apart)) {
      const other = asked[candidate]!;
      judge({ place, names }, { place: other, names: namesOfAsked.get(other)! }, false);
    }
  });
  const pairs = [...found.values()];
  const significant = significantPairs(pairs);
  return {
    pairs: significant,
    common: pairs.length - significant.length,
    unread: reader.unread.size,
  };
}

interface ComparedNames {
  readonly place: number;
  readonly names: readonly KnownName[];
}

/** Opens the names of one person after another; those that do not open stop nobody else. */
class NameReader {
  readonly unread = new Set<number>();

  constructor(
    private readonly masters: readonly Buffer[],
    private readonly people: readonly ComparedPerson[],
  ) {}

  namesOf(place: number): readonly KnownName[] {
    const person = this.people[place]!;
    if (person.wrapped === null || person.sealed === null) return [];
    try {
      return knownNamesOf(openNames(this.masters, person as SealedNames));
    } catch {
      this.unread.add(place);
      return [];
    }
  }
}

/** Caches the phonetic form of each word and name during one comparison. */
function remembering(): PhoneticReader {
  const words = new Map<string, Word>();
  const names = new WeakMap<readonly string[], PhoneticName>();
  const ear = (text: string): Word => {
    let word = words.get(text);
    if (!word) words.set(text, (word = phoneticWord(text)));
    return word;
  };
  return (name) => {
    let heard = names.get(name);
    if (!heard) names.set(name, (heard = phoneticWords(name, ear)));
    return heard;
  };
}
