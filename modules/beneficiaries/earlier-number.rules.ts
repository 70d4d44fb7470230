/** A file number of before Mawa: letters, digits and what stands between them, with a digit. Never a name. */
export const isEarlierNumber = (text: string): boolean =>
  /^[\p{L}\p{Nd}][\p{L}\p{Nd} ./_-]{0,39}$/u.test(text) && /[0-9]/.test(text);
