import { isToCome, seriesDays, checkDay, urgencyOf } from './appointment.rules';

const now = { today: '2026-11-24', clock: '16:30' };

describe('whether a service is still to come', () => {
  it.each([
    ['tomorrow', '2026-11-25', undefined, true],
    ['today without an hour was given today', '2026-11-24', undefined, false],
    ['today at an hour that is still to come', '2026-11-24', '17:00', true],
    ['today at an hour that has gone', '2026-11-24', '16:30', false],
    ['yesterday, at whatever hour', '2026-11-23', '23:59', false],
  ])('%s', (_what, day, time, result) => expect(isToCome(day, time, now)).toBe(result));

  it('is refused two years and two days ahead: a wrong year', () => {
    expect(() => checkDay('2028-11-25', undefined, now, 'dueOn')).not.toThrow();
    expect(() => checkDay('2028-11-26', undefined, now, 'dueOn')).toThrow('appointments.too_far');
    expect(() => checkDay('2026-11-24', undefined, now, 'dueOn')).toThrow(
      'appointments.not_to_come',
    );
    expect(() => checkDay('2026-02-30', undefined, now, 'dueOn')).toThrow('common.not_date');
  });
});

describe('a series', () => {
  it('of four each week goes over the end of the year', () => {
    expect(seriesDays('2026-12-17', { everyDays: 7, times: 4 })).toEqual([
      '2026-12-17',
      '2026-12-24',
      '2026-12-31',
      '2027-01-07',
    ]);
  });
  it('of one is one', () => {
    expect(seriesDays('2026-12-17', { everyDays: 30, times: 1 })).toEqual(['2026-12-17']);
  });
});

describe('an appointment without an answer', () => {
  it.each([
    ['of yesterday is late', { dueOn: '2026-11-23', dueAt: null }, 'late'],
    ['of this morning is late', { dueOn: '2026-11-24', dueAt: '09:00' }, 'late'],
    ['of today without an hour is of today', { dueOn: '2026-11-24', dueAt: null }, 'today'],
    ['of this evening is of today', { dueOn: '2026-11-24', dueAt: '18:00' }, 'today'],
    ['of tomorrow is to come', { dueOn: '2026-11-25', dueAt: '08:00' }, 'coming'],
  ] as const)('%s', (_what, appointment, urgency) =>
    expect(urgencyOf(appointment, now)).toBe(urgency),
  );
});
