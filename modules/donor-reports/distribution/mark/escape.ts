const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and attributes of HTML and XML. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!);
