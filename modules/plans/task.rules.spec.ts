import { checkDueDay, endOfDay, startOfDay, dueStateOf } from './task.rules';

const utc = { offsetMinutes: 0, nightStartsAt: 12 };
const anHourAhead = { offsetMinutes: 60, nightStartsAt: 12 };
const now = new Date('2026-11-24T23:10:00Z');
const at = (text: string) => new Date(text);

describe('when a task is due', () => {
  it.each([
    ['overdue', '2026-11-24T23:10:00Z'],
    ['overdue', '2026-11-24T09:00:00Z'],
    ['today', '2026-11-24T23:10:01Z'],
    ['today', '2026-11-24T23:59:59Z'],
    ['coming', '2026-11-25T00:00:00Z'],
  ])('%s for %s', (when, due) => {
    expect(dueStateOf(at(due), now, utc)).toBe(when);
  });

  it('the day is the programme’s: at 23:10 UTC an hour ahead it is tomorrow already', () => {
    expect(dueStateOf(at('2026-11-25T12:00:00Z'), now, anHourAhead)).toBe('today');
    expect(dueStateOf(at('2026-11-25T23:00:00Z'), now, anHourAhead)).toBe('coming');
  });

  it('a day without an hour is over at its last minute', () => {
    expect(endOfDay('2026-11-24', utc).toISOString()).toBe('2026-11-24T23:59:00.000Z');
    expect(endOfDay('2026-11-24', anHourAhead).toISOString()).toBe('2026-11-24T22:59:00.000Z');
    expect(startOfDay('2026-11-24', anHourAhead).toISOString()).toBe('2026-11-23T23:00:00.000Z');
  });
});

describe('putting off', () => {
  it('goes from today to the last day allowed', () => {
    expect(() => checkDueDay('2026-11-24', '2026-11-24', 60, 'until')).not.toThrow();
    expect(() => checkDueDay('2027-01-23', '2026-11-24', 60, 'until')).not.toThrow();
  });
  it.each([
    ['plans.day_has_passed', '2026-11-23'],
    ['plans.too_far_ahead', '2027-01-24'],
    ['common.not_date', '2026-02-30'],
    ['common.not_date', undefined],
  ])('%s: %s', (code, day) => {
    expect(() => checkDueDay(day, '2026-11-24', 60, 'until')).toThrow(code);
  });
});
