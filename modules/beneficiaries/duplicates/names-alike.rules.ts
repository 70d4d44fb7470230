/** Whether two whole names may be one person's: in any order, in any script, a part left out in one of them. */
import { wordsOf } from '../name-letters.rules';
import {
  type PhoneticWordReader,
  phoneticWord,
  SAME_WORD,
  type Unit,
  unitsOf,
  wordCost,
} from '../name.rules';

export interface PhoneticName {
  readonly words: number;
  readonly units: readonly Unit[];
}

export interface Likeness {
  /** Each word of the shorter name is met by a word of its own in the longer one. */
  readonly alike: boolean;
  /** How many words of the shorter name were met. */
  readonly met: number;
  /** 1: the same spelling throughout; 0 where they are not alike. */
  readonly score: number;
}

export const phoneticWords = (
  words: readonly string[],
  ear: PhoneticWordReader = phoneticWord,
): PhoneticName => ({ words: words.length, units: unitsOf(words, ear) });
export const phoneticName = (name: string): PhoneticName => phoneticWords(wordsOf(name));

const APART: Likeness = { alike: false, met: 0, score: 0 };

interface UnitMatch {
  readonly a: Unit;
  readonly b: Unit;
  readonly cost: number;
}

export function likenessOf(a: PhoneticName, b: PhoneticName): Likeness {
  const shorter = Math.min(a.words, b.words);
  if (shorter === 0) return APART;
  const meetings = meetingsOf(a, b);
  if (meetings.length === 0) return APART;
  const [usedA, usedB] = [new Set<number>(), new Set<number>()];
  let cost = 0;
  for (const meeting of meetings) {
    if (isTaken(meeting.a, usedA) || isTaken(meeting.b, usedB)) continue;
    take(meeting.a, usedA);
    take(meeting.b, usedB);
    cost += meeting.cost;
  }
  const left = Math.min(a.words - usedA.size, b.words - usedB.size);
  if (left > 0) return APART;
  const met = Math.min(usedA.size, usedB.size);
  return { alike: true, met, score: Math.round((1 - cost / met) * 1000) / 1000 };
}

/** Pairs of similar units, nearest first; at equal distance the longer first. */
function meetingsOf(a: PhoneticName, b: PhoneticName): UnitMatch[] {
  const meetings: UnitMatch[] = [];
  for (const unitA of a.units)
    for (const unitB of b.units) {
      if (unitA.size === 2 && unitB.size === 2) continue;
      const cost = wordCost(unitA, unitB);
      if (cost <= SAME_WORD) meetings.push({ a: unitA, b: unitB, cost });
    }
  return meetings.sort((x, y) => x.cost - y.cost || y.a.size + y.b.size - x.a.size - x.b.size);
}

const isTaken = ({ from, size }: Unit, used: ReadonlySet<number>): boolean =>
  used.has(from) || (size === 2 && used.has(from + 1));
const take = ({ from, size }: Unit, used: Set<number>): void => {
  used.add(from);
  if (size === 2) used.add(from + 1);
};
