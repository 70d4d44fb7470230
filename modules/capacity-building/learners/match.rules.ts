/** Matches a registered official with known ones: the same, none, or a question to the author. */
import { fold } from '../../imports';
import { latinDigits } from '../../platform/shared/digits.rules';

/** Compared facts of a known official; null if one side lacks the fact. */
export interface LearnerComparison {
  readonly id: string;
  readonly number: number;
  readonly sameName: boolean;
  readonly sameOffice: boolean;
  readonly sameEmail: boolean | null;
  readonly samePhone: boolean | null;
}

export type LearnerMatch =
  | { readonly is: 'nobody' }
  | { readonly is: 'same'; readonly id: string }
  /** Somebody of that name elsewhere, or another name with that e-mail. */
  | { readonly is: 'ask'; readonly numbers: readonly number[] };

/** By e-mail, else by telephone, else by name and institution; always of that name. */
export const isSameLearner = (one: LearnerComparison): boolean =>
  one.sameName && (one.sameEmail ?? one.samePhone ?? one.sameOffice);

/** A telephone is shared by an office, so that another name with it is another person. */
export const isLikelyLearner = (one: LearnerComparison): boolean =>
  one.sameName || one.sameEmail === true;

export function matchLearner(known: readonly LearnerComparison[]): LearnerMatch {
  const same = known.filter(isSameLearner);
  if (same.length === 1) return { is: 'same', id: same[0]!.id };
  const likely = same.length > 1 ? same : known.filter(isLikelyLearner);
  if (likely.length === 0) return { is: 'nobody' };
  return { is: 'ask', numbers: likely.map(({ number }) => number).sort((a, b) => a - b) };
}

/** In any order of its words. */
export const nameWords = (name: string): string => fold(name).split(' ').sort().join(' ');

export const emailKey = (email: string): string => email.normalize('NFKC').trim().toLowerCase();

/** With the country before it, whether it was written 06…, 00212 6… or +212 6…. */
export function phoneKey(phone: string): string {
  const digits = latinDigits(phone).replaceAll(/[^\d+]/g, '');
  if (digits.startsWith('+')) return digits.slice(1);
  if (digits.startsWith('00')) return digits.slice(2);
  return digits.startsWith('0') ? `212${digits.slice(1)}` : digits;
}
