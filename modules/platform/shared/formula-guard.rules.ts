/** A spreadsheet must never run what somebody typed into a name. */

/** Characters that spreadsheet programs ignore before a formula. */
const SKIPPED = /^[\s\p{Default_Ignorable_Code_Point}\p{Cc}]*/u;

export function looksLikeFormula(text: string): boolean {
  const first = text.replace(SKIPPED, '')[0];
  return first !== undefined && '=+-@＝＋－＠'.includes(first);
}

/** An apostrophe in front: shown as text by every spreadsheet. */
export const escapeFormula = (text: string): string => (looksLikeFormula(text) ? `'${text}` : text);
