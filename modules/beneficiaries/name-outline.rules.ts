/**
 * Outline of a word: its consonants, coarsely, as a bit set. Letters that can sound alike are one class; h and vowels
 * are ignored. Names that sound alike have the same outline, so that most words are excluded cheaply.
 */
import {
  ARABIC_CONSONANTS,
  arabicSpelling,
  DJ,
  DJ_HEAD,
  H_CLASS,
  isArabic,
  K_CLASS,
  LATIN,
  latinRuleAt,
  N_CLASS,
} from './name-sounds.rules';

const SIGNS = [
  ...Object.values(ARABIC_CONSONANTS),
  ...LATIN.flatMap(({ consonants }) => consonants ?? []),
  DJ,
];
/** For each sign, the smallest of all signs that it can be confused with, directly or indirectly. */
const CLASS = new Map(
  SIGNS.map((sign) => {
    let taken = sign;
    for (let before = 0; before !== taken;) {
      before = taken;
      for (const other of SIGNS) if (other & taken) taken |= other;
    }
    return [sign, taken & -taken];
  }),
);

/** A sum that depends on the order; two outlines that meet by chance only cost a look. */
const then = (outline: number, kind: number): number => Math.imul(outline ^ kind, 0x01000193);
const kindOf = (sign: number): number => (sign === H_CLASS ? 0 : CLASS.get(sign)!);

/** Class by character code; 0 for silent letters. */
const ARABIC_KINDS = new Array<number>(0x800).fill(0);
for (const [letter, sign] of Object.entries(ARABIC_CONSONANTS))
  ARABIC_KINDS[letter.charCodeAt(0)] = kindOf(sign);

export const outlineOf = (word: string): number =>
  isArabic(word) ? outlineOfArabic(arabicSpelling(word)) : outlineOfLatin(word);

function outlineOfArabic(word: string): number {
  let outline = 0;
  for (let place = 0; place < word.length; place += 1) {
    const kind = ARABIC_KINDS[word.charCodeAt(place)];
    if (kind) outline = then(outline, kind);
  }
  return outline;
}

const DJ_KIND = kindOf(DJ);
const K_KIND = kindOf(K_CLASS);
const N_KIND = kindOf(N_CLASS);

function outlineOfLatin(word: string): number {
  let outline = 0;
  let place = 0;
  let last = 0;
  const head = word[0] === 'd' || word[0] === 'n' ? DJ_HEAD.exec(word) : null;
  if (head) {
    if (head[1]) outline = then(outline, N_KIND);
    outline = then(outline, DJ_KIND);
    place = head[0].length;
  } else if (word.startsWith('chr')) {
    outline = then(outline, K_KIND);
    place = 2;
  }
  while (place < word.length) {
    const rule = latinRuleAt(word, place);
    place += rule?.letters.length ?? 1;
    if (!rule) continue;
    if (rule.vowels) last = 0;
    else
      for (let heard = 0; heard < rule.consonants!.length; heard += 1) {
        const sign = rule.consonants![heard]!;
        // A doubled letter is one sound.
        if (sign !== last && sign !== H_CLASS) outline = then(outline, CLASS.get(sign)!);
        last = sign;
      }
  }
  return outline;
}
