import { checkValidity, partOf, validityOf } from './documents.rules';
import { plainName } from './file-name.rules';

describe('documents', () => {
  it.each([
    ['identity_document', null, 'identity'],
    ['photo', null, 'identity'],
    ['photo', 'legal', 'legal'],
    ['contract', 'money', 'money'],
  ] as const)('a %s asked for in %s stands in %s', (kind, asked, part) => {
    expect(partOf(kind, asked)).toBe(part);
  });

  it('a medical certificate is never filed where more may read it', () => {
    expect(() => partOf('medical_certificate', 'care')).toThrow('documents.part_of_kind');
  });

  it.each([
    [null, 'none'],
    ['2026-11-23', 'expired'],
    ['2026-11-24', 'soon'],
    ['2026-12-24', 'soon'],
    ['2026-12-25', 'valid'],
  ] as const)('valid until %s on 24 November with 30 days’ warning: %s', (until, validity) => {
    expect(validityOf(until, '2026-11-24', 30)).toBe(validity);
  });

  it('no such day is no date', () => {
    expect(() => checkValidity('2026-02-30')).toThrow('common.not_date');
    expect(checkValidity('2028-02-29')).toBe('2028-02-29');
  });

  it.each([
    ['C:\\Users\\moi\\carte.pdf', 'carte.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['photo\u202Egpj.exe', 'photogpj.exe'],
    ['\u200fبطاقة.pdf', 'بطاقة.pdf'],
    ['', 'document'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(189)}…xxxxxx.pdf`],
  ])('the name %s is kept as %s', (given, name) => {
    expect(plainName(given)).toBe(name);
  });

  it('a name with NUL is refused', () => {
    expect(() => plainName('a\0.pdf')).toThrow('documents.name_broken');
  });
});
