/** The words of a search as a number of before Mawa, or null where they can be none. */
import { latinDigits } from '../platform/shared/digits.rules';

export function parseEarlierNumber(text: string): string | null {
  const typed = latinDigits(text.normalize('NFKC').trim());
  return isEarlierNumber(typed) ? typed : null;
}

/**
 * Format of a case number from before Mawa: letters, digits and separators, with at least one digit, so that it cannot
 * be a name.
 */
export const isEarlierNumber = (text: string): boolean =>
  /^[\p{L}\p{Nd}][\p{L}\p{Nd} ./_-]{0,39}$/u.test(text) && /[0-9]/.test(text);
