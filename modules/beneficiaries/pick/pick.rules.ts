/** Interprets the text of a person field. */
import { parseCaseNumber, parseNumberBeginning } from '../case-number.rules';

/** As many signs as a case number has: meant as one, even where its check character is wrong. */
const NUMBER_SHAPE = /^\s*M[\s\p{Pd}]*(?:[0-9A-Z٠-٩][\s\p{Pd}]*){8}$/iu;
const HAS_DIGIT = /\p{Nd}/u;

/** A whole number, or a name of M and eight letters without any digit: only the first is handed on. */
export const isNumberShaped = (typed: string): boolean =>
  parseCaseNumber(typed) !== null ||
  (HAS_DIGIT.test(typed) && typed.length <= 60 && NUMBER_SHAPE.test(typed));

/** A number typed in full, with or without its M, in its one written form; null for anything else. */
export const wholeNumberOf = (typed: string): string | null =>
  parseCaseNumber(typed) ?? (HAS_DIGIT.test(typed) ? parseCaseNumber(`M-${typed.trim()}`) : null);

/** A whole number or the beginning of one, with or without its M; null where it reads as something else. */
export function asPickedNumber(typed: string): string | null {
  const text = typed.trim();
  if (parseCaseNumber(text) !== null || parseNumberBeginning(text) !== null) return text;
  // Without its M a beginning reads like a name, unless a digit is in it.
  const whole = `M-${text}`;
  const isNumber = parseCaseNumber(whole) !== null || parseNumberBeginning(whole) !== null;
  return HAS_DIGIT.test(text) && !/\s\p{L}{2}/u.test(text) && isNumber ? whole : null;
}

/** Those of the actor's caseload before others, each group in the order in which it was found. */
export const ownFirst = <One extends { readonly id: string }>(
  found: readonly One[],
  own: ReadonlySet<string>,
): One[] => [...found.filter(({ id }) => own.has(id)), ...found.filter(({ id }) => !own.has(id))];
