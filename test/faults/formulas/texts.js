/** What somebody could type into a name: six triggers behind twelve prefixes, and the same many harmless texts. */
const TRIGGERS = {
  equals: (n) => `=1+${n}`,
  plus: (n) => `+1+${n}`,
  minus: (n) => `-1-${n}`,
  at: (n) => `@SUM(1+${n})`,
  tab: (n) => `\t=1+${n}`,
  return: (n) => `\r=1+${n}`,
};
/** As programs write the signs of East Asian widths. */
const WIDE = { '=': '＝', '+': '＋', '-': '－', '@': '＠' };
const PREFIXES = {
  none: (text) => text,
  tab: (text) => `\t${text}`,
  return: (text) => `\r${text}`,
  'line feed': (text) => `\n${text}`,
  nul: (text) => `\0${text}`,
  'byte order mark': (text) => `\uFEFF${text}`,
  'zero-width space': (text) => `\u200B${text}`,
  'zero-width joiner': (text) => `\u200D${text}`,
  spaces: (text) => `   ${text}`,
  'no-break space': (text) => `\u00A0${text}`,
  'right-to-left mark': (text) => `\u200F${text}`,
  'full width': (text) => text.replace(/[=+@-]/g, (sign) => WIDE[sign]),
};

/** Each once: a tab behind nothing and an equals sign behind a tab are the same otherwise. */
const FORMULAS = Object.entries(PREFIXES).flatMap(([prefix, put], row) =>
  Object.entries(TRIGGERS).map(([trigger, text], column) => ({
    name: `${trigger} behind ${prefix}`,
    text: put(text(100 + row * 6 + column)),
  })),
);
const HARMLESS = FORMULAS.map((_, at) => ({ name: `harmless ${at}`, text: `texte ${at} suite` }));

module.exports = { FORMULAS, HARMLESS };
