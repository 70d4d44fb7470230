/** Shortens and cleans typed text for use in a message. */
export const shortenForMessage = (text: string): string => {
  const clean = text.toWellFormed().replace(/\p{Cc}/gu, ' ');
  return clean.length > 40 ? `${clean.slice(0, 40).toWellFormed()}…` : clean;
};

/** No NUL or other control character, no half of a surrogate pair. */
export const isCleanText = (text: string): boolean =>
  // oxlint-disable-next-line no-control-regex
  text.isWellFormed() && !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.test(text);
