import {
  isCallableNight,
  isOfTheRest,
  leaveNights,
  nightsWithout,
  presenceOf,
  tallyOf,
} from './roll.rules';

describe('the roll of a night', () => {
  const quiet = { called: null, calledAt: null, onLeave: false, missing: false, outAt: null };

  test('nobody is here before somebody has looked', () => {
    expect(presenceOf(quiet)).toBeNull();
  });

  test('who is on leave or still missing is shown so, until the night’s own answer', () => {
    expect(presenceOf({ ...quiet, onLeave: true })).toBe('leave');
    expect(presenceOf({ ...quiet, onLeave: true, missing: true })).toBe('missing');
    expect(presenceOf({ ...quiet, called: 'here', onLeave: true, missing: true })).toBe('here');
  });

  test('who went out after the answer is looked for again; who came back since is here', () => {
    const [before, after] = [new Date('2026-11-24T20:00Z'), new Date('2026-11-24T21:00Z')];
    const here = { ...quiet, called: 'here' as const };
    expect(presenceOf({ ...here, calledAt: before, outAt: after })).toBeNull();
    expect(presenceOf({ ...here, calledAt: after, outAt: before })).toBe('here');
    expect(presenceOf({ ...quiet, called: 'missing', calledAt: before, outAt: after })).toBe(
      'missing',
    );
  });

  test('whoever is out, or has not come back from a leave, is not of the rest', () => {
    const open = { presence: null, outAt: null, returnDueOn: null };
    expect(isOfTheRest(open)).toBe(true);
    expect(isOfTheRest({ ...open, presence: 'leave' })).toBe(false);
    expect(isOfTheRest({ ...open, outAt: new Date() })).toBe(false);
    expect(isOfTheRest({ ...open, returnDueOn: '2026-11-24' })).toBe(false);
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

  test('who slept here on one night of a leave is away on the nights around it', () => {
    const leave = { from: '2026-11-24', until: '2026-11-27' };
    expect(nightsWithout(leave, '2026-11-25')).toEqual([
      { from: '2026-11-24', until: '2026-11-25' },
      { from: '2026-11-26', until: '2026-11-27' },
    ]);
    expect(nightsWithout(leave, '2026-11-24')).toEqual([{ ...leave, from: '2026-11-25' }]);
    expect(nightsWithout(leave, '2026-11-26')).toEqual([{ ...leave, until: '2026-11-26' }]);
    expect(nightsWithout({ ...leave, until: '2026-11-25' }, '2026-11-24')).toEqual([]);
  });
});
