import { aBed, aParty, aWoman } from '../../../test/support/placing.samples';
import { rankBeds } from './candidate.rules';
import { checksOf } from './checks.rules';
import { minutesSinceNoon, doorClosureFor, type DoorHours } from './door-hours.rules';

const night = { close: '22:00', open: '06:30', lateArrivals: false };
const comes = (clock: string, more: { urgency?: string; first?: string } = {}) => ({
  urgency: 'tonight',
  first: '2026-11-24',
  tonight: '2026-11-24',
  clock,
  ...more,
});
const shut = { on: '2026-11-24', since: '22:00', opens: '06:30' };

describe('the doors of a house at night', () => {
  test.each<[string, DoorHours | null, object | null]>([
    ['21:59', night, null],
    ['22:00', night, shut],
    ['23:10', night, shut],
    ['00:30', night, shut],
    ['06:29', night, shut],
    ['06:30', night, null],
    ['11:00', night, null],
    ['13:00', night, null],
    ['23:30', { ...night, close: '00:15' }, null],
    ['00:20', { ...night, close: '00:15' }, { ...shut, since: '00:15' }],
    ['23:10', { ...night, lateArrivals: true }, null],
    ['23:10', null, null],
  ])('at %s, with %j', (clock, doors, answer) => {
    expect(doorClosureFor(comes(clock), doors)).toEqual(answer);
  });

  test('matter to nobody who comes on another night, or is not urgent tonight', () => {
    expect(doorClosureFor(comes('23:10', { first: '2026-11-25' }), night)).toBeNull();
    expect(doorClosureFor(comes('23:10', { urgency: 'days' }), night)).toBeNull();
  });

  test('a night is counted from noon', () => {
    expect(['12:00', '23:59', '00:00', '11:59'].map(minutesSinceNoon)).toEqual([0, 719, 720, 1439]);
  });
});

describe('a bed behind closed doors', () => {
  const judged = (given: object) => rankBeds(aParty([aWoman()]), [aBed(given)])[0]!;

  test('is asked about, with the hours, and is never refused for it', () => {
    const { verdict, reasons } = judged({ shut });
    expect(verdict).toBe('ask');
    expect(reasons.find(({ rule }) => rule === 'doors')).toMatchObject({
      sign: 'unknown',
      code: 'doors_closed',
      params: { since: '22:00', opens: '06:30' },
    });
    expect(checksOf(reasons).doors).toBe('unknown');
  });

  test('comes after the same bed in a house that opens', () => {
    const beds = [aBed({ shut, bedId: 'closed', label: '1' }), aBed({ bedId: 'open', label: '2' })];
    expect(rankBeds(aParty([aWoman()]), beds).map(({ bedId }) => bedId)).toEqual([
      'open',
      'closed',
    ]);
  });

  test('is asked about no more where one would come on a later night', () => {
    const later = aParty([aWoman()], { nights: { from: '2026-11-25', until: null } });
    expect(rankBeds(later, [aBed({ shut })])[0]!.verdict).toBe('fits');
  });
});
