/** Numbers as people type them: "1 250,50", "1.250,50", "1,250.50", "١٢٥٠٫٥٠". */

import { latinDigits } from '../platform/shared/digits.rules';

/** Spaces of any width, and the signs that keep an Arabic line in order. */
const BLANKS = /[\s\u00a0\u2009\u202f\u2066-\u2069\u200e\u200f\u061c]/g;

const plain = (text: string): string =>
  latinDigits(text).replace(BLANKS, '').replaceAll('\u066b', ',').replaceAll('\u066c', '');

/**
 * The plain decimal text of what was typed, such as "1250.50"; what cannot be read comes back as it
 * was, for the form to refuse. Money has two decimals at most, so "1,250" could be either and is
 * not guessed.
 */
export function typedNumber(text: unknown, decimals = 2): unknown {
  if (typeof text !== 'string') return text;
  const bare = plain(text);
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(bare)) return bare.replaceAll('.', '').replace(',', '.');
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(bare)) return bare.replaceAll(',', '');
  const [, whole, fraction] = /^(\d+)(?:[.,](\d+))?$/.exec(bare) ?? [];
  if (whole === undefined || (fraction?.length ?? 0) > decimals) return text;
  return fraction === undefined ? whole : `${whole}.${fraction}`;
}
