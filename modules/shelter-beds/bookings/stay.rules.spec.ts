import { aGirl, exactly } from '../../../test/support/placing.samples';
import {
  exitNights,
  exitVerb,
  isActive,
  isHoldExpired,
  mixSign,
  mixSignOver,
  nightsAdded,
  overdue,
  overdueNights,
  transition,
  verbsFrom,
} from './stay.rules';

describe('the life of a booking', () => {
  test('a hold is promised, checked in and left', () => {
    expect(transition('hold', 'promise').to).toBe('promised');
    expect(transition('promised', 'check_in').to).toBe('stay');
    expect(transition('stay', 'exit')).toMatchObject({ to: 'ended', outcome: 'left' });
  });

  test('nobody is checked in on a hold, and a stay cannot be cancelled', () => {
    expect(() => transition('hold', 'check_in')).toThrow('beds.cannot_check_in');
    expect(() => transition('stay', 'cancel')).toThrow('beds.cannot_cancel');
  });

  test('what has ended stays ended, unless it was a mistake', () => {
    const takenBack = ['undo_exit', 'undo_move'];
    expect([verbsFrom('ended'), verbsFrom('void')]).toEqual([takenBack, takenBack]);
    expect([isActive('ended'), isActive('void'), isActive('hold')]).toEqual([false, false, true]);
  });

  test('a bed out of service comes back, or was never out', () => {
    expect(verbsFrom('blocked')).toEqual(['unblock', 'withdraw_block']);
  });
});

describe('leaving', () => {
  test('the night of the exit is not counted', () => {
    expect(exitNights('2026-11-24', '2026-11-27')).toEqual({
      from: '2026-11-24',
      until: '2026-11-27',
    });
  });

  test('who leaves before sleeping made a day visit', () => {
    expect(exitNights('2026-11-24', '2026-11-24')).toBeNull();
    expect(exitVerb('2026-11-24', '2026-11-24')).toBe('day_visit');
    expect(transition('stay', 'day_visit')).toMatchObject({ to: 'void', outcome: 'day_visit' });
  });

  test('nobody leaves before arriving', () => {
    expect(() => exitNights('2026-11-24', '2026-11-23')).toThrow('beds.exit_before_entry');
  });

  test('a planned exit that has come with the person still there is overdue', () => {
    const nights = { from: '2026-11-01', until: '2026-11-24' };
    expect(overdue(nights, '2026-11-23')).toBe(false);
    expect(overdue(nights, '2026-11-24')).toBe(true);
    expect(overdueNights(nights, '2026-11-25')).toBe(2);
    expect(overdue({ from: '2026-11-01', until: null }, '2030-01-01')).toBe(false);
  });
});

test('a hold counts until its instant, and not at it', () => {
  const until = new Date('2026-11-24T23:10:00Z');
  expect(isHoldExpired(until, new Date('2026-11-24T23:09:59.999Z'))).toBe(false);
  expect(isHoldExpired(until, until)).toBe(true);
});

describe('the sign that a bed shows', () => {
  test('says woman, man, girl or boy where that is certain', () => {
    expect(mixSign('female', exactly(18))).toBe('woman');
    expect(mixSign('male', exactly(17))).toBe('boy');
  });

  test('says nothing where age or sex leave it open', () => {
    expect(mixSign('female', { low: 17, high: 18 })).toBeNull();
    expect(mixSign('female', null)).toBeNull();
    expect(mixSign('other', exactly(30))).toBeNull();
    expect(mixSign(null, exactly(30))).toBeNull();
  });

  test('says nothing of who comes of age during the stay', () => {
    const later = [{ on: '2026-12-01', low: 18, high: 18 }];
    const girl = aGirl(17, { age: { low: 17, high: 17, later } });
    expect(mixSignOver(girl, { from: '2026-11-24', until: '2026-12-01' })).toBe('girl');
    expect(mixSignOver(girl, { from: '2026-11-24', until: '2026-12-02' })).toBeNull();
  });
});

describe('the nights that a change adds', () => {
  const nights = (from: string, until: string | null = null) => ({ from, until });
  const before = nights('2026-11-20', '2026-11-27');
  test('a later exit adds the nights between, and those alone', () => {
    expect(nightsAdded(before, nights('2026-11-20', '2026-11-30'), '2026-11-24')).toEqual([
      nights('2026-11-27', '2026-11-30'),
    ]);
    expect(nightsAdded(before, nights('2026-11-20'), '2026-11-24')).toEqual([nights('2026-11-27')]);
  });
  test('an earlier exit and a stay that was open anyway add none', () => {
    expect(nightsAdded(before, nights('2026-11-20', '2026-11-25'), '2026-11-24')).toEqual([]);
    expect(nightsAdded(nights('2026-11-20'), nights('2026-11-20'), '2026-11-24')).toEqual([]);
  });
  test('nights that have passed are facts', () => {
    expect(nightsAdded(before, nights('2026-11-20', '2026-12-05'), '2026-12-01')).toEqual([
      nights('2026-12-01', '2026-12-05'),
    ]);
    expect(nightsAdded(before, nights('2026-11-18', '2026-11-27'), '2026-11-24')).toEqual([]);
  });
  test('whoever comes a day early adds tonight; whoever comes after the last night adds all that follows', () => {
    const held = nights('2026-11-25', '2026-11-27');
    expect(nightsAdded(held, nights('2026-11-24', '2026-11-27'), '2026-11-24')).toEqual([
      nights('2026-11-24', '2026-11-25'),
    ]);
    expect(nightsAdded(held, nights('2026-11-27'), '2026-11-27')).toEqual([nights('2026-11-27')]);
  });
});
