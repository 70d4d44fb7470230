/** Arabic-Indic digits (٣١) and those of Persian and Urdu (۳۱) as 31. */
export const latinDigits = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));

/** "36 828 330" or "٣٦٬٨٢٨": a space or the Arabic thousands separator before three digits. */
const GROUPING = /(?<=\d)[\s\u00a0\u202f\u066c](?=\d{3}(?!\d))/g;

/** Invisible characters such as direction marks, which come with copied Arabic text. */
const UNSEEN = /\p{Cf}/gu;

/** A whole number as it is typed, of at most so many digits; null where it is none. */
export function wholeNumber(text: string, digits = 9): number | null {
  const [, minus, figures] =
    /^([-−]?)(\d+)$/.exec(
      latinDigits(text.replaceAll(UNSEEN, '').trim()).replaceAll(GROUPING, ''),
    ) ?? [];
  if (figures === undefined || figures.length > digits) return null;
  return minus ? 0 - Number(figures) : Number(figures);
}
