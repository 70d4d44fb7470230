import { wholeNumber } from './digits.rules';

describe('a whole number as it is typed', () => {
  it.each([
    ['31', 31],
    ['٣١', 31],
    ['۳۱', 31],
    [' 36 828 330 ', 36_828_330],
    ['36\u202f828', 36_828],
    ['٣٦\u066c٨٢٨\u066c٣٣٠', 36_828_330],
    ['−7', -7],
  ])('%j is %d', (text, number) => expect(wholeNumber(text)).toBe(number));

  it('may have marks around it that nobody sees, as copied Arabic text has', () => {
    expect(wholeNumber('\u200f٣١\u200e')).toBe(31);
    expect(wholeNumber('\u2067٣٦\u066c٨٢٨\u2069')).toBe(36_828);
    expect(wholeNumber('\u061c \u200e−7')).toBe(-7);
  });

  it.each(['', '\u200f', '1e3', '0x10', '3.5', '٣٫٥', '36\u066c82', '\u066c828', '1234567890'])(
    '%j is none',
    (text) => expect(wholeNumber(text)).toBeNull(),
  );
});
