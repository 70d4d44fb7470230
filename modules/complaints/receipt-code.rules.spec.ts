import { randomBytes } from 'node:crypto';
import {
  inGroups,
  newCode,
  newSlipNumber,
  slipNumberOf,
  parseCode,
  parseSlipNumber,
} from './receipt-code.rules';

const bytes = (value: bigint): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64BE(value);
  return buffer;
};

describe('the number of a complaint', () => {
  it('has the check digits that were worked out by hand with the table', () => {
    // 0000572: rows 0,0,0,0,9,7,4, so 4; Damm's own example is 572 with 4.
    expect(newSlipNumber(bytes(572n))).toBe('00005724');
    // A valid half ends in row 0: the second half of 572 after it has the same check.
    expect(newCode('00005724', bytes(572n))).toBe('0000572400005724');
    expect(newCode('00005724', bytes(10_000_572n))).toBe('0000572400005724');
  });

  it('is read however it is typed', () => {
    const code = '0000572400005724';
    for (const typed of [
      '0000 5724 0000 5724',
      '0000-5724-0000-5724',
      ' 0000 5724 0000 5724 ',
      '٠٠٠٠ ٥٧٢٤ ٠٠٠٠ ٥٧٢٤',
      '۰۰۰۰۵۷۲۴۰۰۰۰۵۷۲۴',
      '\u20660000 5724\u2069 0000.5724',
    ]) {
      expect([typed, parseCode(typed)]).toEqual([typed, code]);
    }
    expect(parseSlipNumber('0000 5724')).toBe('00005724');
    expect(inGroups(code)).toEqual(['0000', '5724', '0000', '5724']);
  });

  it('notices one wrong digit and two neighbours swapped, in every place', () => {
    for (let round = 0; round < 20; round += 1) {
      const code = newCode(newSlipNumber(randomBytes(8)), randomBytes(8));
      expect(parseCode(code)).toBe(code);
      expect(parseSlipNumber(slipNumberOf(code))).toBe(slipNumberOf(code));
      for (let at = 0; at < 16; at += 1) {
        for (let other = 0; other < 10; other += 1) {
          if (String(other) === code[at]) continue;
          expect(parseCode(code.slice(0, at) + other + code.slice(at + 1))).toBeNull();
        }
        if (at === 15 || code[at] === code[at + 1]) continue;
        const swapped = code.slice(0, at) + code[at + 1] + code[at] + code.slice(at + 2);
        expect(parseCode(swapped)).toBeNull();
      }
    }
  });

  it('is nothing that is too short, too long, empty or made of words', () => {
    for (const typed of ['', '0000', '00005724', '0000572400005724 1', 'bonjour', '='.repeat(9999)])
      expect(parseCode(typed)).toBeNull();
    expect(parseSlipNumber('0000572400005724')).toBeNull();
  });
});
