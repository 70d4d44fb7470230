/** Phonetic form of a name in Arabic or Latin script: a chain of consonants with the vowels between them. */

/** Consonant classes; a letter that is read in several ways sets several bits. */
const B = 1 << 0;
const T = 1 << 1;
const S = 1 << 2;
const J = 1 << 3;
const G = 1 << 4;
const H = 1 << 5;
const X = 1 << 6; // kh
const D = 1 << 7;
const R = 1 << 8;
const Z = 1 << 9;
const C = 1 << 10; // ch, sh
const Q = 1 << 11; // gh, rh
const F = 1 << 12;
const K = 1 << 13;
const L = 1 << 14;
const M = 1 << 15;
const N = 1 << 16;
const LETTERS = 'BTSJGHXDRZCQFKLMN';

/** Vowels between two consonants. Arabic script omits short vowels, so that an empty gap may contain one. */
export interface Gap {
  a: boolean;
  i: boolean;
  u: boolean;
  /** French e: a, i or silent. */
  e: boolean;
  /** Any vowel, certainly one: an Arabic alef or ayn that begins a word. */
  any: boolean;
  /** Contains an ayn: a short vowel beside it is not written. */
  ayn: boolean;
  /** How many vowel signs are written. */
  written: number;
}

export interface Sound {
  readonly arabic: boolean;
  readonly consonants: readonly number[];
  /** One more than consonants: before the first, between, after the last. */
  readonly gaps: readonly Gap[];
}

export const H_CLASS = H;
export const K_CLASS = K;
export const N_CLASS = N;
/** The dj of Diallo, and of the Arabic that writes it with a d and a j. */
export const DJ = D | J;
const emptyGap = (): Gap => ({
  a: false,
  i: false,
  u: false,
  e: false,
  any: false,
  ayn: false,
  written: 0,
});

export const ARABIC_CONSONANTS: Readonly<Record<string, number>> = {
  ب: B,
  پ: B,
  ت: T,
  ث: T | S,
  ج: J | G,
  ح: H,
  خ: X | K,
  د: D,
  ذ: D | Z,
  ر: R,
  ز: Z,
  س: S,
  ش: C,
  ص: S,
  ض: D | Z,
  ط: T,
  ظ: D | Z,
  غ: Q | G,
  ف: F,
  ڤ: F,
  ق: K | G,
  ك: K | G,
  گ: G,
  ڭ: G,
  ݣ: G,
  ل: L,
  م: M,
  ن: N,
  ه: H,
  چ: C,
};

const ARABIC_VOWELS: Record<string, (keyof Gap)[]> = {
  ا: ['a'],
  أ: ['any'],
  إ: ['i', 'e'],
  آ: ['a'],
  ٱ: ['any'],
  ء: [],
  ؤ: ['u'],
  ئ: ['i'],
  ى: ['a', 'e'],
  ة: ['a'],
  و: ['u'],
  ي: ['i'],
  ع: [],
};

class Listener {
  readonly consonants: number[] = [];
  readonly gaps: Gap[] = [emptyGap()];

  constructor(private readonly arabic: boolean) {}

  consonant(bits: number): void {
    const last = this.consonants.length - 1;
    const gap = this.gaps.at(-1)!;
    // A doubled letter is one sound; Arabic writes it once, so two there are two.
    if (!this.arabic && last >= 0 && this.consonants[last] === bits && gap.written === 0) return;
    this.consonants.push(bits);
    this.gaps.push(emptyGap());
  }

  vowel(kinds: readonly (keyof Gap)[]): void {
    const gap = this.gaps.at(-1)!;
    for (const kind of kinds) if (kind !== 'written') gap[kind] = true;
    gap.written += 1;
  }

  get started(): boolean {
    return this.consonants.length > 0 || this.gaps[0]!.written > 0;
  }

  sound(): Sound {
    return { arabic: this.arabic, consonants: this.consonants, gaps: this.gaps };
  }
}

export function isArabic(word: string): boolean {
  for (let place = 0; place < word.length; place += 1) {
    const code = word.charCodeAt(place);
    if (code >= 0x0620 && code <= 0x064a) return true;
    if (code > 0x024f) return /\p{Script=Arabic}/u.test(word);
  }
  return false;
}

export const soundOf = (word: string): Sound =>
  isArabic(word) ? soundsOfArabic(word) : soundsOfLatin(word);

const DENTAL_J = /^([اإ]?ن?)د[يج](?=[اوي])/;

/** Replaces letters that sound alike by one letter. */
export const arabicSpelling = (word: string): string =>
  (word.endsWith('لله') ? word.slice(0, -2) : word).replaceAll('تش', 'چ').replace(DENTAL_J, '$1ج');

function soundsOfArabic(word: string): Sound {
  const ear = new Listener(true);
  const dentalJ = DENTAL_J.test(word);
  Array.from(arabicSpelling(word)).forEach((letter, place, letters) => {
    const bits = ARABIC_CONSONANTS[letter];
    const first = !ear.started;
    if (letter === 'ه' && place === letters.length - 1 && place > 0) {
      ear.vowel(['a', 'e']); // a ta marbuta without its dots, or a silent h
    } else if (bits !== undefined) {
      ear.consonant(dentalJ && ear.consonants.length < 2 && letter === 'ج' ? DJ : bits);
    } else if (first && (letter === 'ا' || letter === 'ع' || letter === 'أ')) {
      ear.vowel(['any']);
    } else {
      if (letter === 'ع') ear.gaps.at(-1)!.ayn = true;
      const kinds = ARABIC_VOWELS[letter];
      if (kinds && kinds.length > 0) ear.vowel(kinds);
    }
  });
  return ear.sound();
}

type Vowels = readonly (keyof Gap)[];

/** Letters pronounced as one sound; some only if followed by one of `before`. */
interface LatinRule {
  readonly letters: string;
  readonly before?: string;
  readonly consonants?: readonly number[];
  readonly vowels?: Vowels;
}
const are = (letters: string, ...consonants: number[]): LatinRule[] =>
  letters.split(' ').map((one) => ({ letters: one, consonants }));
const before = (next: string, rules: LatinRule[]): LatinRule[] =>
  rules.map((rule) => ({ ...rule, before: next }));
const sing = (letters: string, ...vowels: (keyof Gap)[]): LatinRule[] =>
  letters.split(' ').map((one) => ({ letters: one, vowels }));

/** Longer spellings precede those of their first letter. */
export const LATIN: readonly LatinRule[] = [
  ...are('tch sch ch sh', C),
  ...are('ck cq', K),
  ...before('eiy', are('qu', K)),
  ...are('kh 5', X | K),
  ...are('gh', Q | G),
  ...are('rh', Q | R),
  ...are('dj', J),
  ...are('dh', D | Z),
  ...are('th', T | S),
  ...are('ph', F),
  ...before('eiy', are('gu', G)),
  ...before('eiy', are('g', J | G)),
  ...before('eiy', are('c', S)),
  ...are('x', K, S),
  ...are('b p', B),
  ...are('f v', F),
  ...are('c k q 9', K),
  ...are('t', T),
  ...are('s', S),
  ...are('j', J),
  ...are('g', G),
  ...are('h 7', H),
  ...are('d', D),
  ...are('r', R),
  ...are('z', Z),
  ...are('l', L),
  ...are('m', M),
  ...are('n', N),
  ...sing('eau au', 'a', 'u'),
  ...sing('ou oo ow oe', 'u'),
  ...sing('ee', 'i'),
  ...sing('a 3', 'a'),
  ...sing('i y', 'i'),
  ...sing('u o w', 'u'),
  ...sing('e', 'e'),
];
const BY_FIRST: LatinRule[][] = [];
for (const rule of LATIN) (BY_FIRST[rule.letters.charCodeAt(0)] ??= []).push(rule);

/** Rule for the sound that begins at this position; undefined for silent letters. */
export function latinRuleAt(word: string, place: number): LatinRule | undefined {
  for (const rule of BY_FIRST[word.charCodeAt(place)] ?? []) {
    const { letters, before: next } = rule;
    if (letters.length > 1 && !word.startsWith(letters, place)) continue;
    if (!next || next.includes(word[place + letters.length] ?? ' ')) return rule;
  }
  return undefined;
}

/** Diallo and Jallow, Ndiaye and Njie: di before a vowel is dj at the head of West African names. */
export const DJ_HEAD = /^(n?)di(?=[aou]|en)/;

function soundsOfLatin(word: string): Sound {
  const ear = new Listener(false);
  const head = DJ_HEAD.exec(word);
  let rest = head ? word.slice(head[0].length) : word;
  if (head) {
    if (head[1]) ear.consonant(N);
    ear.consonant(DJ);
  }
  rest = rest.replace(/^chr/, 'kr').replace(/(?<=[aeiouy])[h3]$/, '');
  for (let place = 0; place < rest.length;) {
    const rule = latinRuleAt(rest, place);
    if (rule?.consonants) rule.consonants.forEach((bits) => ear.consonant(bits));
    else if (rule) ear.vowel(rule.vowels!);
    place += rule?.letters.length ?? 1;
  }
  return ear.sound();
}

/** The sound without h, as in French and West African spellings. */
export function withoutH(sound: Sound): Sound {
  if (!sound.consonants.some((bits) => bits === H)) return sound;
  const consonants: number[] = [];
  const gaps: Gap[] = [{ ...sound.gaps[0]! }];
  sound.consonants.forEach((bits, place) => {
    const after = sound.gaps[place + 1]!;
    if (bits !== H) {
      consonants.push(bits);
      gaps.push({ ...after });
      return;
    }
    const gap = gaps.at(-1)!;
    for (const kind of ['a', 'i', 'u', 'e', 'any', 'ayn'] as const) gap[kind] ||= after[kind];
    gap.written += after.written;
  });
  return { arabic: sound.arabic, consonants, gaps };
}

/** Every way to write the consonants as letters: two sounds that may be one share at least one. */
export function keysOf(sound: Sound, limit = 16): string[] {
  let keys = [''];
  for (const bits of withoutH(sound).consonants) {
    const letters = Array.from(LETTERS).filter((_letter, place) => bits & (1 << place));
    const longer = keys.flatMap((key) => letters.map((letter) => key + letter));
    keys = longer.length > limit ? keys.map((key) => key + letters[0]) : longer;
  }
  return keys;
}
