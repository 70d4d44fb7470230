import { type Floor, floorOn, minimumWage, type LegalWorkingTime } from './wage-floor.rules';

const MEASURES: LegalWorkingTime = {
  industryWeek: 44,
  industryMonth: 191,
  farmDay: 8,
  farmWeek: 48,
  farmMonth: 26,
};
const smig = (from: string, amount: string): Floor => ({ kind: 'smig', from, amount });
const smag = (from: string, amount: string): Floor => ({ kind: 'smag', from, amount });
const FLOORS = [
  smig('2025-01-01', '17.10'),
  smig('2026-01-01', '17.92'),
  smag('2025-04-01', '93.00'),
  smag('2026-04-01', '97.44'),
];

describe('the least wage', () => {
  it('is the one of the day, before, at and after a change', () => {
    const on = (day: string) => floorOn(FLOORS, 'smig', day)?.amount ?? null;
    expect(['2024-12-31', '2025-01-01', '2025-12-31', '2026-01-01', '2026-11-24'].map(on)).toEqual([
      null,
      '17.10',
      '17.10',
      '17.92',
      '17.92',
    ]);
    expect(floorOn(FLOORS, 'smag', '2026-03-31')?.amount).toBe('93.00');
    expect(floorOn(FLOORS, 'smag', '2026-04-01')?.amount).toBe('97.44');
  });

  it('of a day that was entered twice is the later entry', () => {
    const put = [...FLOORS, smig('2026-01-01', '18.00')];
    expect(floorOn(put, 'smig', '2026-02-01')?.amount).toBe('18.00');
  });

  const industry = (period: 'hour' | 'day' | 'month', hoursAWeek: number, daysAWeek: number) =>
    minimumWage(FLOORS[1]!, { period, hoursAWeek, daysAWeek }, MEASURES);

  it('outside agriculture, by the hour, the day and the month', () => {
    expect(industry('hour', 44, 6)).toBe('17.92');
    expect(industry('hour', 10, 2)).toBe('17.92');
    // 17.92 × 44 = 788.48 a week, of six days: 131.4133…
    expect(industry('day', 44, 6)).toBe('131.41');
    // 17.92 × 191 = 3 422.72.
    expect(industry('month', 44, 6)).toBe('3422.72');
    // Half of the week, half of the month.
    expect(industry('month', 22, 5)).toBe('1711.36');
    // 17.92 × 48 × 191 ÷ 44 = 3 733.8763…
    expect(industry('month', 48, 6)).toBe('3733.88');
  });

  it('in agriculture, by the hour, the day and the month', () => {
    const farm = (period: 'hour' | 'day' | 'month', hoursAWeek: number, daysAWeek: number) =>
      minimumWage(FLOORS[3]!, { period, hoursAWeek, daysAWeek }, MEASURES);
    // 97.44 ÷ 8.
    expect(farm('hour', 48, 6)).toBe('12.18');
    expect(farm('day', 48, 6)).toBe('97.44');
    // Days of six hours: three quarters.
    expect(farm('day', 36, 6)).toBe('73.08');
    // 97.44 × 26 = 2 533.44.
    expect(farm('month', 48, 6)).toBe('2533.44');
    expect(farm('month', 24, 6)).toBe('1266.72');
  });
});
