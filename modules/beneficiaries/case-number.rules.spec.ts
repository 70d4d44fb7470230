import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { newCaseNumber, parseCaseNumber, parseNumberBeginning } from './case-number.rules';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const aNumber = fc
  .uint8Array({ minLength: 7, maxLength: 7 })
  .map((bytes) => newCaseNumber(() => bytes));
const bare = (number: string) => number.replaceAll('-', '');

describe('a case number', () => {
  it('looks like M-4K7Q-2XV-9 and never holds I, L, O or U', () => {
    for (let i = 0; i < 500; i += 1)
      expect(newCaseNumber(randomBytes)).toMatch(
        /^M-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{3}-[0-9A-HJKMNP-TV-Z]$/,
      );
  });

  it('is found by its beginning, and a name is not taken for one', () => {
    expect(parseNumberBeginning('m-pm2n')).toBe('M-PM2N');
    expect(parseNumberBeginning(' M - pm2 ')).toBe('M-PM2');
    expect(parseNumberBeginning('M-PM2N-4k')).toBe('M-PM2N-4K');
    for (const no of ['Maria', 'M-PM', 'M-PM2U', 'Mehdi-Ali', 'M-PM2N-4K7-9', '']) {
      expect([no, parseNumberBeginning(no)]).toEqual([no, null]);
    }
  });

  it('is read back as it was written', () => {
    fc.assert(fc.property(aNumber, (number) => parseCaseNumber(number) === number));
  });

  it('is understood in small letters, with spaces, other dashes, and O for 0, I or L for 1', () => {
    const number = newCaseNumber(() => Uint8Array.from([0, 1, 10, 0, 1, 31, 17]));
    expect(number).toMatch(/^M-01A0-1ZH-.$/);
    const check = number.slice(-1);
    for (const typed of [
      `m o1a0 1zh ${check}`,
      `M–O IA O–LZH–${check.toLowerCase()}`,
      `m٠١a٠١zh${check}`,
      bare(number),
      `\u2066${number}\u2069`,
    ])
      expect(parseCaseNumber(typed)).toBe(number);
  });

  it('is refused with any one character wrong', () => {
    fc.assert(
      fc.property(aNumber, (number) => {
        const text = bare(number);
        for (let place = 0; place < text.length; place += 1)
          for (const other of ALPHABET) {
            if (other === text[place]) continue;
            const wrong = text.slice(0, place) + other + text.slice(place + 1);
            if (parseCaseNumber(wrong) !== null) return false;
          }
        return true;
      }),
      { numRuns: 200 },
    );
  });

  it('is refused with any two characters swapped, neighbours or not', () => {
    fc.assert(
      fc.property(aNumber, (number) => {
        const text = bare(number);
        for (let a = 0; a < text.length; a += 1)
          for (let b = a + 1; b < text.length; b += 1) {
            if (text[a] === text[b]) continue;
            const chars = [...text];
            [chars[a], chars[b]] = [chars[b]!, chars[a]!];
            if (parseCaseNumber(chars.join('')) !== null) return false;
          }
        return true;
      }),
      { numRuns: 300 },
    );
  });

  it.each(['', 'M', 'hello', 'M-0000-000', 'M-0000-0000-00', 'X-0000-000-0', 'M-UUUU-UUU-U'])(
    'is not %s',
    (text) => expect(parseCaseNumber(text)).toBeNull(),
  );
});
