/** Data shown to a partner: coded facts, needs, safe contact; no names. */
import { latinDigits } from '../platform/shared/digits.rules';
import type { SheetPart } from './referral-states.rules';

export interface SheetFacts {
  readonly sex: string | null;
  /** Completed years, between two ends of a band; null where no age is known, the upper one where it is open. */
  readonly age: { readonly low: number; readonly high: number | null } | null;
  readonly languages: readonly string[];
  readonly nationality: string | null;
  readonly accessNeed: string | null;
}

export interface SheetContact {
  readonly mayCall: boolean | null;
  readonly channel: string | null;
  readonly safeTimes: string | null;
}

/** Codes where there are codes, so that each side reads it in its own language. */
export interface Sheet {
  readonly facts?: SheetFacts;
  readonly needs?: string;
  readonly contact?: SheetContact;
}

/** Lower ends of the age bands in a referral: a birthday identifies a person, a band does not. */
const BANDS = [0, 6, 12, 15, 18, 25, 35, 50] as const;

export function ageBand(age: { low: number; high: number } | null): SheetFacts['age'] {
  if (age === null) return null;
  const low = BANDS.findLast((from) => from <= age.low) ?? 0;
  const next = BANDS.find((from) => from > age.high);
  return { low, high: next === undefined ? null : next - 1 };
}

/** Only what was chosen, and of it only what is known. */
export function sheetOf(parts: readonly SheetPart[], all: Required<Sheet>): Sheet {
  return {
    ...(parts.includes('facts') && { facts: all.facts }),
    ...(parts.includes('needs') && { needs: all.needs }),
    ...(parts.includes('safe_contact') && { contact: all.contact }),
  };
}

/** Letters without their marks, one space between words: as a name is found in a text. */
const plain = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

const SHORTEST_NAME = 3;
/** At least seven digits, with separators: a telephone or document number. */
const NUMBER = /(?:\d[\s\p{Pd}()./]*){7,}/u;
/** The same digits in any script, without signs that are not seen. */
const inLatinDigits = (text: string): string =>
  latinDigits(text.normalize('NFKD').replaceAll(/\p{Cf}/gu, ''));

/**
 * Whether a text identifies the person: one of her names as a word, or a long number. Links can be passed on, so that
 * what they show must not suffice to find her.
 */
export function identifyingContent(
  text: string,
  names: readonly string[],
): 'name' | 'number' | null {
  if (NUMBER.test(inLatinDigits(text))) return 'number';
  const words = plain(text);
  const found = names
    .flatMap((name) => [name, ...name.split(/\s+/)])
    .map(plain)
    .some((name) => name.trim().length >= SHORTEST_NAME && words.includes(name));
  return found ? 'name' : null;
}
