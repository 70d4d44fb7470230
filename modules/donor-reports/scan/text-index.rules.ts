import { PhraseIndex } from '../../platform/shared/phrase-index';
import { matches, normaliseName, parseCaseNumber, searchKeys } from './names';
import type { NameWord } from './name-words.rules';
import { latinDigits } from '../../platform/shared/digits.rules';

export interface Token {
  readonly place: number;
  readonly written: string;
  readonly forms: readonly string[];
  /** Written small in Latin letters: an ordinary word of the language, not a name. */
  readonly isLowerLatin: boolean;
  /** Typography gives no hint of a name: lower-case Latin letters, or Arabic script. */
  readonly isPlain: boolean;
}

/** Maximum distance in words between a first name and a family name. */
const REACH = 3;

const plainDigits = (text: string): string => latinDigits(text.normalize('NFKC'));

const digitsOf = (text: string): string => plainDigits(text).replace(/\D/g, '');
const codeOf = (text: string): string =>
  plainDigits(text)
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** A narrative cut into words, and what can be asked of it. */
export class TextIndex {
  private readonly tokens: Token[];
  private readonly byForm = new Map<string, Token[]>();
  private readonly byKey = new Map<string, Token[]>();
  private readonly codes = new Set<string>();
  private readonly numbers = new Set<string>();
  private readonly caseNumber: boolean;
  private readonly phrases: PhraseIndex;

  constructor(text: string) {
    const visible = text.normalize('NFKC').replace(/[\p{Cf}\u0640]/gu, '');
    this.tokens = [...visible.matchAll(/[\p{L}\p{M}\p{N}]+(?:['’ʼ`][\p{L}\p{M}\p{N}]+)*/gu)].map(
      ([written], place) => tokenOf(written, place),
    );
    for (const token of this.tokens) {
      for (const form of token.forms) add(this.byForm, form, token);
      for (const form of token.forms)
        if (form.length >= 3) for (const key of searchKeys(form)) add(this.byKey, key, token);
    }
    this.caseNumber = this.collectCodes(visible);
    for (const [run] of plainDigits(visible).matchAll(/\d[\d\s.()/\-\u2010-\u2015]{5,}\d/g)) {
      const digits = run.replace(/\D/g, '');
      for (let at = 0; at + 9 <= digits.length; at += 1) this.numbers.add(digits.slice(at, at + 9));
    }
    this.phrases = new PhraseIndex(
      this.tokens.flatMap(({ forms: [form] }) => form?.split(' ') ?? []),
    );
  }

  exactly(word: string): readonly Token[] {
    return this.byForm.get(word) ?? [];
  }

  /** A first name and a family name within a few words of each other, in any spelling. */
  near(given: readonly NameWord[], family: readonly NameWord[]): boolean {
    if (given.length === 0 || family.length === 0) return false;
    const first = given.flatMap((word) => this.like(word));
    if (first.length === 0) return false;
    const last = family.flatMap((word) => this.like(word));
    return first.some((a) =>
      last.some((b) => a.place !== b.place && Math.abs(a.place - b.place) <= REACH),
    );
  }

  hasPhrase(words: readonly string[]): boolean {
    return this.phrases.has(words);
  }

  /** By its last nine digits, so that +212 6…, 00212 6… and 06… are one. */
  hasPhone(phone: string): boolean {
    const digits = digitsOf(phone);
    return digits.length >= 9 && this.numbers.has(digits.slice(-9));
  }

  hasNumber(number: string): boolean {
    const code = codeOf(number);
    return code.length >= 5 && /\d/.test(code) && this.codes.has(code);
  }

  hasCaseNumber(): boolean {
    return this.caseNumber;
  }

  /** Two words that fill a part of the address, or any three of its words in a row. */
  hasAddress(address: string): boolean {
    return address.split(/[,;\n،]/).some((part) => {
      const words = normaliseName(part)
        .split(' ')
        .filter((word) => word !== '' && !/^\d+$/.test(word));
      const size = (some: readonly string[]): number => some.join('').length;
      if (words.length === 2) return size(words) >= 8 && this.hasPhrase(words);
      for (let at = 0; at + 3 <= words.length; at += 1) {
        const three = words.slice(at, at + 3);
        if (size(three) >= 10 && this.hasPhrase(three)) return true;
      }
      return false;
    });
  }

  private like(word: NameWord): Token[] {
    const exact = this.exactly(word.plain);
    const heard = new Set(word.keys.flatMap((key) => this.byKey.get(key) ?? []));
    return [
      ...exact,
      ...[...heard].filter(
        (token) =>
          !token.isLowerLatin && token.forms.some((form) => matches(word.plain, [form]).matched),
      ),
    ];
  }

  /** Numbers are written in groups: up to five neighbours are read as one. */
  private collectCodes(text: string): boolean {
    const pieces = plainDigits(text)
      .toUpperCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);
    let caseNumber = false;
    for (let from = 0; from < pieces.length; from += 1) {
      let joined = '';
      for (const piece of pieces.slice(from, from + 5)) {
        joined += piece;
        if (joined.length > 24) break;
        if (!/\d/.test(joined)) continue;
        this.codes.add(joined);
        const inside = /[A-Z]{0,3}\d{5,}$/.exec(joined)?.[0];
        if (inside) this.codes.add(inside);
        if (joined.length === 9 && joined.startsWith('M'))
          caseNumber ||= parseCaseNumber(joined) !== null;
      }
    }
    return caseNumber;
  }
}

function tokenOf(written: string, place: number): Token {
  const whole = normaliseName(written);
  const afterElision = normaliseName(written.replace(/^\p{L}{1,2}['’ʼ`]/u, ''));
  const forms = new Set([afterElision, whole].filter((form) => form !== ''));
  if (/\p{Script=Arabic}/u.test(written)) {
    // And, for, with, like, so: one letter leans on the word; the article too.
    for (const form of [...forms]) if (/^[وفبكل].{3,}/u.test(form)) forms.add(form.slice(1));
    for (const form of [...forms]) if (/^ال.{3,}/u.test(form)) forms.add(form.slice(2));
  }
  const name = written.replace(/^\p{L}{1,2}['’ʼ`]/u, '');
  const isLatin = /\p{Script=Latin}/u.test(name);
  const isLowerLatin = isLatin && /^\p{Ll}/u.test(name);
  return { place, written, forms: [...forms], isLowerLatin, isPlain: isLowerLatin || !isLatin };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}
