/**
 * Index that limits which names are compared. Names of the same person match in every word, including the rarest;
 * people who do not share the rarest word of either name are skipped.
 */
import { outlinesOf, spellingsOf } from '../name.rules';
import type { KnownName } from './known-names.rules';

/** For each word of a name, the outlines under which it can be found. */
type OutlinedName = readonly (readonly number[])[];
type Postings = Map<number, number[]>;

export class NameIndex {
  private readonly byWord: Postings = new Map();
  private readonly byRarest: Postings = new Map();
  private readonly people: readonly (readonly OutlinedName[])[];
  /** Who was looked at, and for the how-manieth person: cheaper than a set for each. */
  private readonly lookedAt: Int32Array;
  private looks = 0;

  /** People in the index; a person is identified by the position in this list. */
  constructor(people: readonly (readonly KnownName[])[]) {
    this.people = people.map(outline);
    this.lookedAt = new Int32Array(people.length);
    this.people.forEach((names, person) => post(this.byWord, names.flat(2), person));
    this.people.forEach((names, person) => post(this.byRarest, this.rarestOf(names), person));
  }

  /**
   * Candidates for a person. `everybody`: the person is in the index too, and remaining pairs are found from the other
   * side. `unless` is checked first, since it costs less than any name.
   */
  candidatesFor(
    known: readonly KnownName[],
    everybody: boolean,
    unless: (person: number) => boolean,
  ): number[] {
    if (!this.shares(known)) return [];
    const names = outline(known);
    const candidates: number[] = [];
    const look = (postings: Postings, outlines: readonly number[]): void => {
      for (const one of outlines)
        for (const person of postings.get(one) ?? []) {
          if (this.lookedAt[person] === this.looks) continue;
          this.lookedAt[person] = this.looks;
          if (!unless(person) && mayMeet(names, this.people[person]!)) candidates.push(person);
        }
    };
    this.looks += 1;
    look(this.byRarest, names.flat(2));
    if (!everybody) look(this.byWord, this.rarestOf(names));
    return candidates;
  }

  /** Whether any word is known here at all: of few people asked about, most share none. */
  private shares(known: readonly KnownName[]): boolean {
    return known.some(({ words }) =>
      spellingsOf(words).some(({ text }) => outlinesOf(text).some((one) => this.byWord.has(one))),
    );
  }

  /** Outlines of the rarest word of each name. */
  private rarestOf(names: readonly OutlinedName[]): number[] {
    return names.flatMap((words) => {
      const sizes = words.map((outlines) => this.peopleUnder(outlines));
      return words[sizes.indexOf(Math.min(...sizes))] ?? [];
    });
  }

  private peopleUnder(outlines: readonly number[]): number {
    return outlines.reduce((sum, one) => sum + (this.byWord.get(one)?.length ?? 0), 0);
  }
}

const outline = (names: readonly KnownName[]): OutlinedName[] =>
  names.map(({ words }) => {
    const outlined = words.map((): number[] => []);
    for (const { text, from, size } of spellingsOf(words)) {
      const outlines = outlinesOf(text);
      for (let place = from; place < from + size; place += 1) outlined[place]!.push(...outlines);
    }
    return outlined;
  });

/** A name of one of them in which each word may be a word of a name of the other. */
const mayMeet = (a: readonly OutlinedName[], b: readonly OutlinedName[]): boolean =>
  a.some((nameA) => b.some((nameB) => isWithin(nameA, nameB) || isWithin(nameB, nameA)));

const isWithin = (a: OutlinedName, b: OutlinedName): boolean =>
  a.every((one) => b.some((other) => one.some((outlineOfWord) => other.includes(outlineOfWord))));

function post(postings: Postings, outlines: readonly number[], person: number): void {
  for (const one of new Set(outlines)) {
    const list = postings.get(one);
    if (list) list.push(person);
    else postings.set(one, [person]);
  }
}
