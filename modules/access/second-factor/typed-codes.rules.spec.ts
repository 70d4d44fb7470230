import { newRecoveryCodes, readTypedCode } from './typed-codes.rules';

describe('what is typed as a second factor', () => {
  it('is a code of six digits, with spaces or in Arabic digits too', () => {
    for (const typed of ['123456', '123 456', ' 123456 ', '١٢٣٤٥٦', '\u200e123456']) {
      expect(readTypedCode(typed)).toEqual({ kind: 'code', code: '123456' });
    }
  });

  it('is a recovery code, in capitals or not, with or without its dashes', () => {
    for (const typed of ['ABCD-EFGH-2345', 'abcd efgh 2345', 'abcdefgh2345']) {
      expect(readTypedCode(typed)).toEqual({ kind: 'recovery_code', code: 'ABCDEFGH2345' });
    }
  });

  it('is nothing else', () => {
    for (const typed of ['', '12345', '1234567', 'ABCD-EFGH-2341', 'ABCD-EFGH', '123456\n7']) {
      expect(readTypedCode(typed)).toBeNull();
    }
  });

  it('is one of ten recovery codes that differ', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[A-HJ-NP-Z2-9]{4}(-[A-HJ-NP-Z2-9]{4}){2}$/);
      expect(readTypedCode(code)).toEqual({
        kind: 'recovery_code',
        code: code.replaceAll('-', ''),
      });
    }
  });
});
