import { writeDate, writeMoney, writeNumber, writePercent } from './writing.words';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('figures as Morocco writes them', () => {
  it('groups with a space and a comma in French and Arabic, with Latin digits', () => {
    for (const language of ['fr', 'ar'] as const) {
      expect(plain(writeMoney('1250', 'MAD', language))).toBe('1 250,00 MAD');
      expect(plain(writeMoney('1285046.73', 'USD', language))).toBe('1 285 046,73 USD');
      expect(plain(writePercent('0.8731', language))).toBe('87,3 %');
    }
  });

  it('groups with a comma and a point in English', () => {
    expect(plain(writeMoney('1285046.73', 'USD', 'en'))).toBe('1,285,046.73 USD');
    expect(writePercent('0.8731', 'en')).toBe('87.3%');
  });

  it('rounds half up and never writes minus zero', () => {
    expect(writeNumber('0.125', 'en', 2)).toBe('0.13');
    expect(writeNumber('-0.001', 'en', 2)).toBe('0.00');
    expect(writeNumber('-1234.5', 'fr', 1)).toBe('-1\u00a0234,5');
  });

  it('writes dates with their day', () => {
    expect(plain(writeDate('2026-11-24', 'fr'))).toBe('mar. 24 nov. 2026');
    expect(plain(writeDate('2026-11-24', 'en'))).toBe('Tue 24 Nov 2026');
    expect(plain(writeDate('2026-08-01', 'ar'))).toBe('السبت، 1 غشت 2026');
  });
});
