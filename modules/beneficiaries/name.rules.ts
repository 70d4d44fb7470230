/** Names as people write them: search keys, and whether two spellings may be one name. */
import { withoutArticle, wordsOf } from './name-letters.rules';
import { outlineOf } from './name-outline.rules';
import {
  type Gap,
  H_CLASS,
  isArabic,
  type Sound,
  keysOf,
  soundOf,
  withoutH,
} from './name-sounds.rules';

/**
 * Short forms and forms of two languages that no rule of sounds brings together. Names of two
 * lines are different names, however near they sound: حسن is Hassan, not Houcine.
 */
const SAME_NAME: string[][] = [
  ['fatoumata', 'fatou', 'fatimata', 'fatoum', 'فاتوماتا', 'فاتو', 'فطوماتا'],
  ['abdoulaye', 'abdoulay', 'abdulai', 'abdoulahi', 'عبدولاي', 'عبدلله', 'abdlah', 'abdla'],
  ['abdilah', 'abdillah', 'عبدإله', 'عبداله'],
  ['khadija', 'khadidja', 'kadidiatou', 'khadidiatou', 'kadiatou', 'khady', 'خديجة', 'كادياتو'],
  ['ndiaye', 'njie', 'njay', 'ndjaye', 'نداي', 'نجاي', 'اندياي', 'ندياي'],
  ['diop', 'jobe', 'diob', 'ديوب', 'جوب'],
  ['boubacar', 'boubakar', 'aboubacar', 'aboubakr', 'abubakar', 'بوبكر', 'أبوبكر', 'ابوبكر'],
  ['cheikh', 'cheick', 'sheikh', 'chekh', 'شيخ'],
  ['lahcen', 'lahsen', 'lahcene', 'hassan', 'لحسن', 'حسن'],
  ['houcine', 'lhoucine', 'lahoucine', 'hussein', 'houssine', 'لحسين', 'حسين'],
  ['mohamed', 'mohammed', 'muhammad', 'mohammad', 'mouhamed', 'mhamed', 'محمد'],
  ['mahmoud', 'mahmud', 'mahmood', 'محمود'],
  ['ahmed', 'ahmad', 'hmed', 'أحمد', 'احمد'],
  ['hamid', 'hameed', 'حميد'],
  ['kouadio', 'kouadjo', 'kwadio', 'kwadjo', 'cudjoe'],
  ['thierno', 'tierno', 'cherno', 'tcherno', 'تيرنو', 'شيرنو'],
  ['tidiane', 'tidjane', 'tidjani', 'tidiani', 'tijane', 'tijan', 'tijani', 'تيجان', 'تيجاني'],
  ['keltoum', 'kaltoum', 'kalthoum', 'kelthoum', 'kulthum', 'kultum', 'كلثوم'],
  ['precious', 'preshious'],
  ['blessing', 'blesing', 'blessin', 'blesin', 'بليسينغ', 'بلسينغ'],
];
const groupOf = new Map(
  SAME_NAME.flatMap((words, group) => words.map((word) => [word, group] as const)),
);

export interface Word {
  readonly text: string;
  readonly outlines: readonly number[];
  readonly groups: readonly number[];
  readonly sounds: readonly Sound[];
}

const MAY_HAVE_AN_ARTICLE = new Set('aelالع');

/** A word in every form it may be met in: with and without an article, an assimilated one too. */
function formsOf(word: string): string[] {
  if (!MAY_HAVE_AN_ARTICLE.has(word[0]!)) return [word];
  const servant = /^(?:عبد)(?:ال)?(.{2,})$/.exec(word);
  if (servant) return [`عبد${servant[1]}`];
  const latinServant = /^abd(?:[aeiou]+l)(?=[^aeiou]|[aeiou].{2})(.{2,})$/.exec(word);
  if (latinServant && !/^abd[aeiou]+la[yi]/.test(word)) {
    const name = latinServant[1]!;
    // Abdelatif is Abdel Latif, written with one l.
    return /^[aeiou]/.test(name) ? [`abd${name}`, `abdl${name}`] : [`abd${name}`];
  }
  const forms = [word];
  if (/^ال..+/.test(word)) forms.push(word.slice(2));
  else if (/^ل[حخعمكب]../.test(word)) forms.push(word.slice(1));
  if (/^[ae]l-?.{4,}/.test(word)) forms.push(word.slice(2));
  else if (/^e([dnrstz])\1../.test(word)) forms.push(word.slice(2));
  if (/^l[aeo].{4,}i$/.test(word)) forms.push(word.slice(1));
  if (/^la?h../.test(word)) forms.push(word.replace(/^la?/, ''));
  return forms;
}

export type PhoneticWordReader = (word: string) => Word;

export const phoneticWord: PhoneticWordReader = (word) => {
  const forms = formsOf(word);
  return {
    text: word,
    outlines: outlinesOf(word),
    groups: forms.flatMap((form) => groupOf.get(form) ?? []),
    sounds: forms.map(soundOf),
  };
};

/** Beyond every outline: the number of a group of spellings that are one name by the list above. */
const KIN = 2 ** 32;

/**
 * Numbers of which two words that wordCost takes for one name share at least one: for passing over,
 * without hearing them, those that cannot be meant.
 */
export function outlinesOf(word: string): number[] {
  const outlines: number[] = [];
  for (const form of formsOf(word)) {
    outlines.push(outlineOf(form));
    const group = groupOf.get(form);
    if (group !== undefined) outlines.push(KIN + group);
  }
  return outlines;
}

/** A short empty gap is a short vowel that Arabic leaves out. */
const isUnwritten = (gap: Gap): boolean => gap.written === 0;

/** How far two gaps are apart: 0 may be the same, from about 0.45 on another name. */
function gapCost(a: Gap, b: Gap, arabicA: boolean, arabicB: boolean): number {
  if (arabicA && !arabicB) return arabicLatin(a, b);
  if (arabicB && !arabicA) return arabicLatin(b, a);
  if (a.any || b.any) return 0;
  if (arabicA) {
    if (a.i !== b.i || a.u !== b.u) return 0.5;
    return a.a === b.a || a.e || b.e ? 0 : 0.3;
  }
  return latinLatin(a, b);
}

function arabicLatin(arabic: Gap, latin: Gap): number {
  if (arabic.any) return latin.written > 0 ? 0 : 0.3;
  if (isUnwritten(arabic)) {
    if (latin.i && (latin.a || latin.u)) return 0.45;
    if (latin.u && latin.a) return 0.45;
    return latin.i ? 0.15 : 0.02;
  }
  let cost = 0;
  if (arabic.i && !latin.i && !arabic.e) cost += latin.e ? 0.15 : 0.5;
  if (arabic.u && !latin.u) cost += 0.5;
  if (arabic.a && !latin.a && !latin.e) cost += latin.written === 0 ? 0.35 : 0.5;
  if (latin.i && !arabic.i) cost += arabic.u ? 0.1 : 0.45;
  if (latin.u && !arabic.u) cost += arabic.ayn || (arabic.i && latin.i) ? 0.1 : 0.45;
  return cost;
}

function latinLatin(a: Gap, b: Gap): number {
  let cost = 0;
  if (a.i !== b.i) {
    const without = a.i ? b : a;
    const withI = a.i ? a : b;
    if (without.e) cost += 0.1;
    else if (without.written === 0) cost += 0.25;
    else cost += withI.a && without.a ? 0.45 : 0.5;
  }
  if (a.u !== b.u) {
    const without = a.u ? b : a;
    if (without.written === 0) cost += 0.15;
    else if (without.e && !without.a && !without.i) cost += 0.35;
    else cost += 0.45;
  }
  if (a.a !== b.a && a.i === b.i && a.u === b.u) {
    const without = a.a ? b : a;
    if (without.e || without.i || without.u) cost += 0.08;
    else cost += 0.15;
  }
  return cost;
}

/** At the end of a word a vowel distinguishes Karim from Karima; a French e may be silent. */
function endCost(a: Gap, b: Gap, arabicA: boolean, arabicB: boolean): number {
  const silent = (gap: Gap): boolean => gap.written === 0 || (gap.e && !gap.a && !gap.i && !gap.u);
  if (silent(a) && silent(b)) return 0;
  if (a.written === 0 || b.written === 0) return 0.6;
  // Amine and Amina are two people; Fodé and Fodi may be one.
  if (silent(a) || silent(b)) return (silent(a) ? b : a).i ? 0.2 : 0.5;
  // Ali and Alia, Nada and Nadia.
  const i = a.i !== b.i && a.a && b.a;
  const ia = a.a !== b.a && a.i && b.i && !a.u && !a.e && !b.e;
  return gapCost(a, b, arabicA, arabicB) + (i || ia ? 0.4 : 0);
}

function startCost(a: Gap, b: Gap, arabicA: boolean, arabicB: boolean): number {
  if (a.written === 0 && b.written === 0) return 0;
  if (a.written === 0 || b.written === 0) {
    const only = a.written === 0 ? b : a;
    // Brahim for Ibrahim, Hmed for Ahmed; but Youssef never loses its first letter.
    return only.written > 1 ? 0.6 : only.any ? 0.2 : only.i ? 0.25 : only.u ? 0.5 : 0.3;
  }
  return gapCost(a, b, arabicA, arabicB);
}

function soundCost(a: Sound, b: Sound): number {
  if (a.consonants.length !== b.consonants.length) return 9;
  const places = a.consonants.length;
  for (let place = 0; place < places; place += 1)
    if (!(a.consonants[place]! & b.consonants[place]!)) return 9;
  if (places === 0) return gapCost(a.gaps[0]!, b.gaps[0]!, a.arabic, b.arabic) * 2;
  let cost = startCost(a.gaps[0]!, b.gaps[0]!, a.arabic, b.arabic);
  for (let place = 1; place < places; place += 1)
    cost += gapCost(a.gaps[place]!, b.gaps[place]!, a.arabic, b.arabic);
  cost += endCost(a.gaps[places]!, b.gaps[places]!, a.arabic, b.arabic);
  return places === 1 ? cost * 1.5 : cost;
}

const countH = (sound: Sound): number => sound.consonants.filter((bits) => bits === H_CLASS).length;

export function wordCost(a: Word, b: Word): number {
  const mayBeOne = a.outlines.some((outline) => b.outlines.includes(outline));
  return mayBeOne ? phoneticCost(a, b) : 9;
}

/** Phonetic cost of two words, without the check of outlines (see wordCost). */
export function phoneticCost(a: Word, b: Word): number {
  if (a.text === b.text) return 0;
  if (a.groups.length > 0 && b.groups.length > 0)
    return a.groups.some((group) => b.groups.includes(group)) ? 0.05 : 9;
  let best = 9;
  a.sounds.forEach((soundA, formA) =>
    b.sounds.forEach((soundB, formB) => {
      const article = formA === 0 && formB === 0 ? 0 : 0.03;
      best = Math.min(best, soundCost(soundA, soundB) + article);
      const dropped = Math.abs(countH(soundA) - countH(soundB));
      if (dropped > 0 && soundA.consonants.length > 1 && soundB.consonants.length > 1)
        best = Math.min(
          best,
          soundCost(withoutH(soundA), withoutH(soundB)) + 0.2 * dropped + article,
        );
    }),
  );
  return best;
}

export const SAME_WORD = 0.43;

/** A word of a name, or two neighbours written as one: Fatima Zahra is also Fatimazahra. */
export interface Spelling {
  readonly text: string;
  readonly from: number;
  readonly size: 1 | 2;
}

export type Unit = Word & Spelling;

export function spellingsOf(words: readonly string[]): Spelling[] {
  const spellings = words.map((text, from): Spelling => ({ text, from, size: 1 }));
  for (let from = 0; from + 1 < words.length; from += 1) {
    const [before, word] = [words[from]!, words[from + 1]!];
    // Two scripts are never written as one word.
    if (isArabic(before) !== isArabic(word)) continue;
    spellings.push({ text: before + withoutArticle(word), from, size: 2 });
  }
  return spellings;
}

export const unitsOf = (words: readonly string[], ear: PhoneticWordReader = phoneticWord): Unit[] =>
  spellingsOf(words).map((spelling) => ({ ...ear(spelling.text), ...spelling }));

export interface NameMatch {
  readonly matched: boolean;
  /** 1 the same spelling, 0 nothing in common. */
  readonly score: number;
}

const NOT_MET: NameMatch = { matched: false, score: 0 };

/** Prepares a question once, to be asked of many people. */
export function nameMatcher(query: string): (names: readonly string[]) => NameMatch {
  const queryWords = wordsOf(query);
  const queryUnits = unitsOf(queryWords);
  const meant = new Set(queryUnits.flatMap(({ text }) => outlinesOf(text)));
  const mayBeMeant = ({ text }: Spelling): boolean =>
    outlinesOf(text).some((outline) => meant.has(outline));
  return (names) => {
    const nameWords = names.map(wordsOf);
    if (!nameWords.some((words) => spellingsOf(words).some(mayBeMeant))) return NOT_MET;
    const costs = new Array<number>(queryWords.length).fill(9);
    const left = nameWords.map((words) => cover(queryUnits, unitsOf(words), words.length, costs));
    return verdict(
      costs,
      left.every((words) => words === 0),
    );
  };
}

/** Stores the least cost of matching each word of the query; returns how many words of the name remain. */
function cover(
  queryUnits: readonly Unit[],
  nameUnits: readonly Unit[],
  nameWords: number,
  costs: number[],
): number {
  const used = new Set<number>();
  for (const query of queryUnits)
    for (const name of nameUnits) {
      if (query.size === 2 && name.size === 2) continue;
      const cost = wordCost(query, name);
      if (cost > SAME_WORD) continue;
      for (let place = query.from; place < query.from + query.size; place += 1)
        costs[place] = Math.min(costs[place]!, cost);
      for (let place = name.from; place < name.from + name.size; place += 1) used.add(place);
    }
  return nameWords - used.size;
}

/** All words met; or most of them, when the person is known by a shorter name than the one asked. */
function verdict(costs: readonly number[], nameUsedUp: boolean): NameMatch {
  const met = costs.filter((cost) => cost <= SAME_WORD);
  const score = met.reduce((sum, cost) => sum + (1 - cost), 0) / costs.length;
  const most = nameUsedUp && met.length >= 2 && met.length / costs.length >= 0.66;
  return { matched: met.length === costs.length || most, score: Math.round(score * 1000) / 1000 };
}

/** Whether a person who goes by these names may be the one asked for. */
export const matches = (query: string, names: readonly string[]): NameMatch =>
  nameMatcher(query)(names);

/** Keys of which two spellings of one name share at least one; for narrowing before matching. */
export function searchKeys(name: string): string[] {
  const keys = unitsOf(wordsOf(name)).flatMap((unit) => [
    ...unit.sounds.flatMap((sound) => keysOf(sound)),
    ...unit.groups.map((group) => `=${group}`),
  ]);
  // Aya and Yahya have no consonant that is always written.
  return [...new Set(keys.map((key) => (key === '' ? '~' : key)))].sort();
}
