import { nameKey, newCode, newNumber, parseCode } from './code.rules';

describe('the code of a certificate', () => {
  const code = newCode(Uint8Array.from({ length: 24 }, (_, place) => place * 7));

  it('is six groups of four without letters that are taken for others', () => {
    expect(code).toMatch(/^([2-9A-HJ-KM-NP-Z0]{4}-){5}[2-9A-HJ-KM-NP-Z0]{4}$/);
    expect(newNumber(new Uint8Array(8))).toBe('2222-2222');
  });

  it('is read whatever its case, dashes and spaces', () => {
    const plain = code.replaceAll('-', '');
    for (const typed of [code, plain, code.toLowerCase(), ` ${code.replaceAll('-', ' – ')} `]) {
      expect(parseCode(typed)).toBe(plain);
    }
  });

  it('is none where a letter lacks, is too many or is none of ours', () => {
    expect(parseCode(code.slice(1))).toBeNull();
    expect(parseCode(`${code}A`)).toBeNull();
    expect(parseCode(`I${code.slice(1)}`)).toBeNull();
    expect(parseCode('')).toBeNull();
    expect(parseCode('A'.repeat(4000))).toBeNull();
  });
});

describe('a name on a certificate', () => {
  it('is the same whatever its accents, case, spaces and order', () => {
    expect(nameKey('  Élodie  N’Guessan ')).toBe(nameKey('n’guessan elodie'));
    expect(nameKey('فاطمة الزهراء')).toBe(nameKey('الزهراء فاطمة'));
    expect(nameKey('Amal Idrissi')).not.toBe(nameKey('Amal Idriss'));
  });
});
