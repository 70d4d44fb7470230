import { sumOf, written } from '../money.rules';
import { grantQuarters, plannedAhead, plannedUntil, replanLine, straightLine } from './plan.rules';

const YEAR = grantQuarters('2026-01-01', '2026-12-31');

describe('a line over the quarters of its grant', () => {
  it('has the quarters of the calendar, the first and the last cut to the days of the grant', () => {
    const quarters = grantQuarters('2026-02-15', '2026-10-02');
    expect(quarters.map(({ code, days }) => `${code} ${days}`)).toEqual([
      '2026-Q1 45',
      '2026-Q2 91',
      '2026-Q3 92',
      '2026-Q4 2',
    ]);
    expect(quarters.at(-1)).toMatchObject({ startsOn: '2026-10-01', to: '2026-10-02' });
  });

  it.each<[string, string, string]>([
    // 90, 91, 92 and 92 of 365 days.
    ['365.00', '90.00 91.00 92.00 92.00', 'a unit a day'],
    // 24.6575, 24.9315, 25.2055 without what is less than a cent, and the rest.
    ['100.00', '24.65 24.93 25.20 25.22', 'the cents on the last'],
    ['0.06', '0.01 0.01 0.01 0.03', 'a few cents'],
    ['0.01', '0.00 0.00 0.00 0.01', 'one cent'],
    ['0.00', '0.00 0.00 0.00 0.00', 'nothing'],
  ])('%s in a straight line by days: %s (%s)', (amount, parts) => {
    const straight = straightLine(amount, YEAR);
    expect(straight.map(written).join(' ')).toBe(parts);
    expect(written(sumOf(straight))).toBe(amount);
  });

  it('returns what is planned until a day and from the next one on', () => {
    const plan = ['900.00', '910.00', '920.00', '920.00'];
    // 46 of the 92 days of the fourth quarter are gone on 15 November.
    expect(written(plannedAhead(plan, YEAR, '2026-11-15'))).toBe('460.00');
    expect(written(plannedUntil(plan, YEAR, '2026-11-15'))).toBe('3190.00');
    expect(written(plannedAhead(plan, YEAR, '2025-12-31'))).toBe('3650.00');
    expect(written(plannedAhead(plan, YEAR, '2026-12-31'))).toBe('0.00');
  });

  it.each<[string, string, string, string]>([
    // From 1 July on: 92 and 92 days.
    ['more money goes to the days to come', '10.01', '2026-07-01', '100.00 100.00 105.00 105.01'],
    ['less is taken from what they hold', '-50.01', '2026-07-01', '100.00 100.00 74.99 75.00'],
    ['and then from the quarters before', '-250.00', '2026-07-01', '100.00 50.00 0.00 0.00'],
    ['all of it', '-400.00', '2026-07-01', '0.00 0.00 0.00 0.00'],
    ['after the end it falls on the last', '20.00', '2027-02-01', '100.00 100.00 100.00 120.00'],
    ['or is taken from the last', '-120.00', '2027-02-01', '100.00 100.00 80.00 0.00'],
  ])('after a revision %s', (_what, change, today, parts) => {
    const now = ['100.00', '100.00', '100.00', '100.00'];
    expect(replanLine(now, change, YEAR, today).join(' ')).toBe(parts);
  });
});
