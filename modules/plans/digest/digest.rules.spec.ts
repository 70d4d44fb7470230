import { type DigestChoice, isDue, isQuiet, minuteOf, hasDueTasks, timeOf } from './digest.rules';

const usual: DigestChoice = {
  wanted: true,
  at: 8 * 60,
  weekdays: [1, 2, 3, 4, 5],
  quietFrom: 20 * 60,
  quietUntil: 7 * 60,
};
/** 24 November 2026 is a Tuesday, the 28th a Saturday, the 29th a Sunday. */
const on = (day: string, time: string) => ({ day, minute: minuteOf(time)! });

describe('the mail of the day', () => {
  it('is due from its hour on, on the days that were chosen', () => {
    expect(isDue(usual, on('2026-11-24', '07:59'))).toBe(false);
    expect(isDue(usual, on('2026-11-24', '08:00'))).toBe(true);
    expect(isDue(usual, on('2026-11-28', '08:00'))).toBe(false);
    expect(isDue({ ...usual, weekdays: [7] }, on('2026-11-29', '08:00'))).toBe(true);
  });

  it('comes late on the same day where the worker slept, but not in the quiet evening', () => {
    expect(isDue(usual, on('2026-11-24', '19:59'))).toBe(true);
    expect(isDue(usual, on('2026-11-24', '20:00'))).toBe(false);
    expect(isDue(usual, on('2026-11-24', '23:59'))).toBe(false);
  });

  it('is never due for whoever wants none', () => {
    expect(isDue({ ...usual, wanted: false }, on('2026-11-24', '08:00'))).toBe(false);
  });

  it('knows quiet hours over midnight, within a day, and none', () => {
    expect(isQuiet(usual, minuteOf('02:00')!)).toBe(true);
    expect(isQuiet(usual, minuteOf('07:00')!)).toBe(false);
    const midday = { quietFrom: 12 * 60, quietUntil: 14 * 60 };
    expect([isQuiet(midday, 720), isQuiet(midday, 839), isQuiet(midday, 840)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isQuiet({ quietFrom: 0, quietUntil: 0 }, 0)).toBe(false);
  });

  it('says nothing where nothing is overdue and nothing is for today', () => {
    expect(hasDueTasks({ overdue: 0, today: 0, coming: 9 })).toBe(false);
    expect(hasDueTasks({ overdue: 0, today: 1, coming: 0 })).toBe(true);
  });

  it('reads and writes times of a day', () => {
    expect(minuteOf('07:30')).toBe(450);
    expect([minuteOf('24:00'), minuteOf('7:30'), minuteOf(''), minuteOf('08:60')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect([timeOf(0), timeOf(450), timeOf(1439)]).toEqual(['00:00', '07:30', '23:59']);
  });
});
