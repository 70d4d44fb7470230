/** The words of a search as a number of before Mawa, or null where they can be none. */
import { latinDigits } from '../platform/shared/digits.rules';

export function parseEarlierNumber(text: string): string | null {
  const typed = latinDigits(text.normalize('NFKC').trim());
  return isEarlierNumber(typed) ? typed : null;
}

/** A file number of before Mawa: letters, digits and what stands between them, with a digit. Never a name. */
export const isEarlierNumber = (text: string): boolean =>
  /^[\p{L}\p{Nd}][\p{L}\p{Nd} ./_-]{0,39}$/u.test(text) && /[0-9]/.test(text);
