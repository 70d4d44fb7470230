import { latinDigits } from '../../platform/shared/digits.rules';

/** A word as one compares it: no case, accents, apostrophes or dashes; Arabic letters in one form. */
export const fold = (text: string): string =>
  latinDigits(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ىی]/g, 'ي')
    .replace(/ة/g, 'ه')
    .replace(/œ/g, 'oe')
    .normalize('NFD')
    .replace(/[\p{M}\u0640]/gu, '')
    .replace(/[^\p{L}\p{Nd}#]+/gu, ' ')
    .trim();
