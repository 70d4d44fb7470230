/**
 * Checks whether an outgoing text reveals where somebody is sheltered. Input: texts and the words that must not occur
 * in them. Output: one kind of match, never the matched words, so that an address cannot be found by trial.
 */
import { normaliseName } from '../../beneficiaries';
import { PhraseIndex } from '../../platform/shared/phrase-index';
import { latinDigits } from '../../platform/shared/digits.rules';

/** A house whose name and address no paper may hold. */
export interface HiddenPlace {
  readonly name: string;
  /** Null where none is written. */
  readonly address: string | null;
}
/** How the person is reached, and with what. */
export interface HiddenContact {
  readonly phones: readonly string[];
  readonly words: readonly string[];
}
/** Name and address of a shelter are one kind: separate answers would help somebody who guesses. */
export type HiddenKind = 'place' | 'safe_contact' | 'phone';

/** Generic words for a house in names of shelters; alone they identify nothing. */
const HOUSE_WORDS = new Set(
  [
    'maison',
    'centre',
    'foyer',
    'dar',
    'dare',
    'house',
    'home',
    'shelter',
    'refuge',
    'دار',
    'مركز',
    'بيت',
    'ملجأ',
    'مأوى',
    'منزل',
    'إقامة',
    'ملاجئ',
  ].map(normaliseName),
);
const SHORTEST = 4;
const SIZE = 8;

/** Letters alone, word by word, so that signs and spelling hide nothing: normaliseName() reads the beginning of a text only. */
const wordsOf = (text: string): string[] =>
  latinDigits(text.normalize('NFKC').replace(/[\p{Cf}\u0640]/gu, ''))
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .flatMap((word) => normaliseName(word).split(' '))
    .filter((word) => word !== '');

const sizeOf = (words: readonly string[]): number => words.join('').length;
const isNumber = (word: string): boolean => /^\d+$/.test(word);

class Text {
  private readonly phrases: PhraseIndex;
  private readonly runs: string;

  constructor(text: string) {
    this.phrases = new PhraseIndex(wordsOf(text));
    this.runs = latinDigits(text.normalize('NFKC')).replaceAll(
      /(?<=\d)[\s().\-\u2010-\u2015/]+(?=\d)/g,
      '',
    );
  }

  says(words: readonly string[]): boolean {
    return this.phrases.has(words);
  }

  /** By its last nine digits: +212 6… and 06… are one. */
  calls(phone: string): boolean {
    const digits = latinDigits(phone).replaceAll(/\D/g, '');
    return digits.length >= 9 && this.runs.includes(digits.slice(-9));
  }
}

/** The name whole; or what is its own in it, where that is long enough to be one. */
function namesPlace(text: Text, name: string): boolean {
  const words = wordsOf(name);
  const own = words.filter((word) => !HOUSE_WORDS.has(word));
  return (
    text.says(words) || (own.length < words.length && sizeOf(own) >= SHORTEST && text.says(own))
  );
}

/** A part of the address whole, or two of its words in a row, numbers aside. */
const containsAddress = (text: Text, address: string): boolean =>
  address.split(/[,;\n،]/).some((part, place) => {
    const words = wordsOf(part).filter((word) => !isNumber(word));
    if (words.length === 1 && place === 0) return sizeOf(words) >= SIZE && text.says(words);
    return words.some((_, at) => {
      const two = words.slice(at, at + 2);
      return two.length === 2 && sizeOf(two) >= SIZE && text.says(two);
    });
  });

export function findHiddenWords(
  texts: readonly string[],
  places: readonly HiddenPlace[],
  contact: HiddenContact,
): HiddenKind | null {
  for (const text of texts.map((one) => new Text(one))) {
    const discloses = ({ name, address }: HiddenPlace) =>
      namesPlace(text, name) || (address !== null && containsAddress(text, address));
    if (places.some(discloses)) return 'place';
    if (contact.phones.some((phone) => text.calls(phone))) return 'phone';
    if (
      contact.words.some((words) => sizeOf(wordsOf(words)) >= SHORTEST && text.says(wordsOf(words)))
    ) {
      return 'safe_contact';
    }
  }
  return null;
}
