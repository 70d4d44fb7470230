import { addDays, addMonths, daysBetween, isCivilDate } from './nights.rules';

describe('civil dates', () => {
  it('go on over the ends of months and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysBetween('2026-11-24', '2026-12-01')).toBe(7);
  });

  it('end with the year 9999 and begin with the year 1', () => {
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    expect(addDays('0001-01-01', -1)).toBe('0001-01-01');
    expect(isCivilDate(addDays('9999-12-01', 400))).toBe(true);
  });

  it.each([
    ['2026-08-31', 3, '2026-11-30'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2027-08-31', 6, '2028-02-29'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2026-01-15', 6, '2026-07-15'],
    ['2026-03-15', 24, '2028-03-15'],
    ['2026-10-31', 3, '2027-01-31'],
    ['2026-12-01', 1, '2027-01-01'],
  ])('%s and %i months is %s', (day, months, then) => {
    expect(addMonths(day, months)).toBe(then);
  });
});
