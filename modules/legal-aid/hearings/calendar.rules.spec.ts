import { weeksOf } from './calendar.rules';
import { monthAfter } from '../../platform/shared/periods.rules';

describe('the month of hearings', () => {
  it('begins on the Monday before its first day and ends on the Sunday after its last', () => {
    const weeks = weeksOf('2026-11');
    // 1 November 2026 is a Sunday: six weeks.
    expect(weeks.length).toBe(6);
    expect(weeks[0]!.map(({ day }) => day)).toEqual([
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
    ]);
    expect(weeks[0]!.map(({ inMonth }) => inMonth)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(weeks.at(-1)!.at(-1)!.day).toBe('2026-12-06');
  });

  it('of four weeks to the day has four', () => {
    // 1 February 2027 is a Monday.
    expect(weeksOf('2027-02').map(([first]) => first!.day)).toEqual([
      '2027-02-01',
      '2027-02-08',
      '2027-02-15',
      '2027-02-22',
    ]);
  });

  it('is followed by the next, over the year as well', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01');
    expect(monthAfter('2026-01', -1)).toBe('2025-12');
  });
});
