import { addDays, daysBetween, isCivilDate } from './nights.rules';

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
});
