/** One way of hearing a name, written in Arabic or Latin letters, as a chain of consonants with what stands between. */

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

/** Vowels heard in a gap. Arabic writes no short vowel, so an empty gap there may hold one. */
export interface Gap {
  a: boolean;
  i: boolean;
  u: boolean;
  /** French e: a, i or silent. */
  e: boolean;
  /** Any vowel, certainly one: an Arabic alef or ayn that begins a word. */
  any: boolean;
  /** An ayn stands here: a short vowel beside it is not written. */
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
const emptyGap = (): Gap => ({
  a: false,
  i: false,
  u: false,
  e: false,
  any: false,
  ayn: false,
  written: 0,
});

const ARABIC_CONSONANTS: Record<string, number> = {
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

export const isArabic = (word: string): boolean => /\p{Script=Arabic}/u.test(word);

export const soundOf = (word: string): Sound =>
  isArabic(word) ? hearArabic(word) : hearLatin(word);

function hearArabic(word: string): Sound {
  const ear = new Listener(true);
  const dentalJ = /^[اإ]?ن?د[يج](?=[اوي])/.test(word);
  const text = word
    .replace(/لله$/, 'ل')
    .replace(/تش/g, 'چ')
    .replace(/^([اإ]?ن?)د[يج](?=[اوي])/, '$1ج');

  Array.from(text).forEach((letter, place, letters) => {
    const bits = ARABIC_CONSONANTS[letter];
    const first = !ear.started;
    if (letter === 'ه' && place === letters.length - 1 && place > 0) {
      ear.vowel(['a', 'e']); // a ta marbuta without its dots, or a silent h
    } else if (bits !== undefined) {
      ear.consonant(dentalJ && ear.consonants.length < 2 && letter === 'ج' ? D | J : bits);
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
/** Spellings of more than one letter, longest first; each says its consonants or its vowels. */
const LATIN: [RegExp, readonly number[] | null, Vowels?][] = [
  [/^tch/, [C]],
  [/^sch/, [C]],
  [/^ch|^sh/, [C]],
  [/^ck|^cq|^qu(?=[eiy])/, [K]],
  [/^kh|^5/, [X | K]],
  [/^gh/, [Q | G]],
  [/^rh/, [Q | R]],
  [/^dj/, [J]],
  [/^dh/, [D | Z]],
  [/^th/, [T | S]],
  [/^ph/, [F]],
  [/^gu(?=[eiy])/, [G]],
  [/^g(?=[eiy])/, [J | G]],
  [/^c(?=[eiy])|^ç/, [S]],
  [/^x/, [K, S]],
  [/^[bp]/, [B]],
  [/^[fv]/, [F]],
  [/^[ckq9]/, [K]],
  [/^t/, [T]],
  [/^s/, [S]],
  [/^j/, [J]],
  [/^g/, [G]],
  [/^[h7]/, [H]],
  [/^d/, [D]],
  [/^r/, [R]],
  [/^z/, [Z]],
  [/^l/, [L]],
  [/^m/, [M]],
  [/^n/, [N]],
  [/^eau|^au/, null, ['a', 'u']],
  [/^ou|^oo|^ow|^oe/, null, ['u']],
  [/^ee/, null, ['i']],
  [/^[aáàâ3]/, null, ['a']],
  [/^[iy]/, null, ['i']],
  [/^[uow]/, null, ['u']],
  [/^e/, null, ['e']],
];

function hearLatin(word: string): Sound {
  const ear = new Listener(false);
  // Diallo and Jallow, Ndiaye and Njie: di before a vowel is dj at the head of West African names.
  const head = /^(n?)di(?=[aou]|en)/.exec(word);
  let rest = head ? word.slice(head[0].length) : word;
  if (head) {
    if (head[1]) ear.consonant(N);
    ear.consonant(D | J);
  }
  rest = rest.replace(/^chr/, 'kr').replace(/(?<=[aeiouy])[h3]$/, '');
  while (rest !== '') {
    const rule = LATIN.find(([pattern]) => pattern.test(rest));
    if (!rule) {
      rest = rest.slice(1);
      continue;
    }
    const [pattern, consonants, vowels] = rule;
    if (consonants) consonants.forEach((bits) => ear.consonant(bits));
    else ear.vowel(vowels!);
    rest = rest.slice(pattern.exec(rest)![0].length);
  }
  return ear.sound();
}

/** The same sound with every h left out, as French and West African spellings do. */
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
