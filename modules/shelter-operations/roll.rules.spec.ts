import { isCallableNight, leaveNights, presenceOf, tallyOf } from './roll.rules';

describe('the roll of a night', () => {
  const quiet = { called: null, onLeave: false, missing: false };

  test('nobody is here before somebody has looked', () => {
    expect(presenceOf(quiet)).toBeNull();
  });

  test('who is on leave or still missing is shown so, until the night’s own answer', () => {
    expect(presenceOf({ ...quiet, onLeave: true })).toBe('leave');
    expect(presenceOf({ ...quiet, onLeave: true, missing: true })).toBe('missing');
    expect(presenceOf({ called: 'here', onLeave: true, missing: true })).toBe('here');
  });

  test('the count adds up to the people of the house', () => {
    const house = [{ presence: 'here' }, { presence: null }, { presence: 'missing' }] as const;
    expect(tallyOf(house)).toEqual({ here: 1, leave: 0, missing: 1, open: 1 });
  });

  test('a roll is called tonight or put right later, never before its night', () => {
    expect(isCallableNight('2026-11-24', '2026-11-24')).toBe(true);
    expect(isCallableNight('2026-11-25', '2026-11-24')).toBe(false);
    expect(isCallableNight('2026-10-24', '2026-11-24')).toBe(true);
    expect(isCallableNight('2026-10-23', '2026-11-24')).toBe(false);
  });

  test('who leaves on Tuesday and sleeps here again on Thursday is away for two nights', () => {
    expect(leaveNights('2026-11-24', '2026-11-26')).toEqual(['2026-11-24', '2026-11-25']);
    expect(leaveNights('2026-11-24', '2026-11-24')).toEqual([]);
  });
});
