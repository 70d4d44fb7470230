/** How figures are grouped in each language: the one table of pages, documents and files. */
import type { Language } from './actor';

export const NO_BREAK_SPACE = '\u00a0';

/** Morocco writes Latin digits in Arabic as in French: "1 942 014,28". */
const SEPARATORS: Readonly<Record<Language, { readonly group: string; readonly decimal: string }>> =
  {
    fr: { group: NO_BREAK_SPACE, decimal: ',' },
    ar: { group: NO_BREAK_SPACE, decimal: ',' },
    en: { group: ',', decimal: '.' },
  };

/**
 * Groups a plain decimal text such as "-1250.00"; digits are moved about, never computed. Pages write the minus
 * sign; documents keep the hyphen with which they were frozen.
 */
export function groupedDigits(plain: string, language: Language, minus: string): string {
  const isNegative = plain.startsWith('-') && /[1-9]/.test(plain);
  const [whole = '0', fraction] = plain.replace('-', '').split('.');
  const { group, decimal } = SEPARATORS[language];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return `${isNegative ? minus : ''}${grouped}${fraction ? decimal + fraction : ''}`;
}

/** "12,3 %" from "12,3"; English sets no space. */
export const withPercent = (digits: string, language: Language): string =>
  `${digits}${language === 'en' ? '' : NO_BREAK_SPACE}%`;
