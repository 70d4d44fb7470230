import { chargesOf, isTooLate, undoableOf } from './undo.rules';

const at = new Date('2026-11-24T22:00:00Z');

describe('taking back', () => {
  test('an arrival, an exit, a day visit and a change of beds', () => {
    expect(undoableOf({ verb: 'check_in', at })).toBe('check_in');
    expect(undoableOf({ verb: 'exit', at })).toBe('exit');
    expect(undoableOf({ verb: 'day_visit', at })).toBe('exit');
    expect(undoableOf({ verb: 'move_in', at })).toBe('move');
    expect(undoableOf({ verb: 'move_out', at })).toBe('move');
  });

  test('nothing that something else followed: a planned exit after the arrival, a hold, a lapse', () => {
    for (const verb of ['plan_exit', 'prolong', 'hold', 'lapsed', null]) {
      expect(undoableOf({ verb, at })).toBeNull();
    }
  });

  test('until the days of the programme are over, and not a minute longer', () => {
    expect(isTooLate({ verb: 'exit', at }, new Date('2026-12-01T22:00:00Z'), 7)).toBe(false);
    expect(isTooLate({ verb: 'exit', at }, new Date('2026-12-01T22:00:01Z'), 7)).toBe(true);
  });

  test('a stay that goes on after all is charged for the closed nights it had lost', () => {
    const change = {
      before: { from: '2026-11-20', until: '2026-11-22' },
      after: { from: '2026-11-20', until: null },
    };
    const closed = ['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'];
    expect(chargesOf(change, closed)).toEqual({
      reversed: [],
      charged: ['2026-11-22', '2026-11-23'],
    });
  });

  test('nobody came: every closed night is reversed', () => {
    const change = { before: { from: '2026-11-23', until: null }, after: null };
    expect(chargesOf(change, ['2026-11-23'])).toEqual({ reversed: ['2026-11-23'], charged: [] });
  });
});
