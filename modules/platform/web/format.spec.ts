import { Decimal } from 'decimal.js';
import {
  formatDate,
  formatDay,
  formatInstant,
  formatLongDate,
  formatMinutes,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPhone,
  formatTime,
} from './format';

describe('dates as Morocco writes them', () => {
  it('keeps a date on one line, in three languages', () => {
    expect(formatDate('2026-11-24', 'fr')).toBe('mar.\u00a024\u00a0nov.\u00a02026');
    expect(formatDate('2026-11-24', 'ar')).toBe('الثلاثاء\u00a024\u00a0نونبر\u00a02026');
    expect(formatDate('2026-11-24', 'en')).toBe('Tue\u00a024\u00a0Nov\u00a02026');
  });
  it('uses the Moroccan names of the months in Arabic', () => {
    expect(formatLongDate('2026-07-30', 'ar')).toBe('30\u00a0يوليوز\u00a02026');
    expect(formatLongDate('2026-08-14', 'ar')).toBe('14\u00a0غشت\u00a02026');
    expect(formatLongDate('2026-12-01', 'ar')).toBe('1\u00a0دجنبر\u00a02026');
  });
  it('writes the first of a month as French does', () => {
    expect(formatLongDate('2026-10-01', 'fr')).toBe('1er\u00a0octobre\u00a02026');
    expect(formatLongDate('2026-10-02', 'fr')).toBe('2\u00a0octobre\u00a02026');
  });
  it('leaves the year out of a day', () => {
    expect(formatDay('2026-02-01', 'fr')).toBe('dim.\u00a01\u00a0févr.');
  });
  it('shows an instant at the programme’s own time', () => {
    const late = new Date('2026-11-24T23:10:00Z');
    expect(formatTime(late)).toBe('23:10');
    expect(formatTime(late, 60)).toBe('00:10');
    expect(formatTime('07:05:00')).toBe('07:05');
    expect(formatInstant(late, 'fr')).toBe('mar.\u00a024\u00a0nov.\u00a02026, 23:10');
    expect(formatInstant(late, 'fr', 60)).toBe('mer.\u00a025\u00a0nov.\u00a02026, 00:10');
    expect(formatInstant(late, 'ar')).toBe('الثلاثاء\u00a024\u00a0نونبر\u00a02026، 23:10');
  });
  it('says nothing where there is no date', () => {
    expect(formatDate(null, 'fr')).toBe('');
    expect(formatDate('2026-02-30', 'fr')).toBe('');
  });
});

describe('figures', () => {
  it('says a time in the largest unit of which there are two', () => {
    expect(
      [1, 45, 119, 120, 47 * 60, 48 * 60].map((minutes) => formatMinutes(minutes, 'en')),
    ).toEqual(['1 minute', '45 minutes', '119 minutes', '2 hours', '47 hours', '2 days']);
    expect(formatMinutes(1_568_395, 'fr')).toBe('1089\u00a0jours');
    expect(formatMinutes(4_320, 'ar')).toBe('3 أيام');
  });
  it('groups thousands with a narrow no-break space in French', () => {
    expect(formatNumber(1250, 'fr')).toBe('1\u00a0250');
    expect(formatNumber('2313084.11', 'fr')).toBe('2\u00a0313\u00a0084,11');
    expect(formatNumber(2313084.11, 'en')).toBe('2,313,084.11');
    expect(formatNumber(-1250, 'fr')).toBe('\u22121\u00a0250');
    expect(formatNumber(0, 'fr')).toBe('0');
    expect(formatNumber(999, 'ar')).toBe('999');
  });
  it('writes a share with one decimal at most', () => {
    expect(formatPercent(0.123, 'fr')).toBe('12,3\u00a0%');
    expect(formatPercent(1, 'fr')).toBe('100\u00a0%');
    expect(formatPercent(0.6667, 'en')).toBe('66.7%');
    expect(formatPercent(0.123, 'ar')).toBe('\u206612,3\u00a0%\u2069');
  });
});

describe('money', () => {
  it('is written with its cents and its currency', () => {
    expect(formatMoney('1250', 'MAD', 'fr')).toBe('1\u00a0250,00\u00a0MAD');
    expect(formatMoney('1250.5', 'MAD', 'ar')).toBe('\u20661\u00a0250,50\u00a0MAD\u2069');
    expect(formatMoney(new Decimal('2313084.11'), 'USD', 'en')).toBe('2,313,084.11\u00a0USD');
  });
  it('keeps each digit of an amount that a float would lose', () => {
    expect(formatMoney('12345678901234567890.12', 'USD', 'fr')).toBe(
      '12\u00a0345\u00a0678\u00a0901\u00a0234\u00a0567\u00a0890,12\u00a0USD',
    );
  });
  it('rounds a half away from zero and never shows a negative nothing', () => {
    expect(formatMoney('1.005', 'USD', 'en')).toBe('1.01\u00a0USD');
    expect(formatMoney('-0.001', 'USD', 'en')).toBe('0.00\u00a0USD');
    expect(formatMoney('-45.10', 'USD', 'fr')).toBe('\u221245,10\u00a0USD');
  });
  it('refuses a floating-point amount', () => {
    expect(() => formatMoney(12.5, 'MAD', 'fr')).toThrow('decimal text');
  });
});

describe('a telephone', () => {
  it('of Morocco is written as it is dialled there', () => {
    expect(formatPhone('+212537000011')).toBe('05\u00a037\u00a000\u00a000\u00a011');
    expect(formatPhone('+212661223344')).toBe('06\u00a061\u00a022\u00a033\u00a044');
  });
  it('of elsewhere, or a short one, is as it is kept', () => {
    expect(formatPhone('+33142000000')).toBe('+33142000000');
    expect(formatPhone('177')).toBe('177');
  });
});
