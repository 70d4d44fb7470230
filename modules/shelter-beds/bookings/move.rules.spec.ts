import type { DomainError } from '../../platform/shared/domain.errors';
import { joinedAgain, kindOfMove, mustBeANightOf, mustBeOneMove, splitAt } from './move.rules';

const mover = (bookingId: string, bedId: string, to: string) => ({
  bookingId,
  to,
  from: { bedId, nights: { from: '2026-11-20', until: null } },
});

describe('changing beds', () => {
  test('two who take each other’s bed swap; one who takes a free one is transferred', () => {
    expect(kindOfMove([mover('a', '1', '2'), mover('b', '2', '1')])).toBe('swap');
    expect(kindOfMove([mover('a', '1', '2')])).toBe('transfer');
    expect(kindOfMove([mover('a', '1', '2'), mover('b', '2', '3')])).toBe('transfer');
  });

  test('three who go round swap as well', () => {
    const round = [mover('a', '1', '2'), mover('b', '2', '3'), mover('c', '3', '1')];
    expect(kindOfMove(round)).toBe('swap');
  });

  test('nobody moves twice, into one bed with another, or into the bed they have', () => {
    const wrong = [
      [mover('a', '1', '2'), mover('a', '1', '3')],
      [mover('a', '1', '3'), mover('b', '2', '3')],
    ];
    for (const one of wrong) expect(() => mustBeOneMove(one)).toThrow('stays.one_bed_each');
    expect(() => mustBeOneMove([mover('a', '1', '1')])).toThrow('stays.same_bed');
  });

  test('of several the one is named who has a bed already, or no bed of their own', () => {
    const fieldOf = (movers: Parameters<typeof mustBeOneMove>[0]) => {
      try {
        mustBeOneMove(movers);
      } catch (error) {
        return (error as DomainError).field;
      }
    };
    expect(fieldOf([mover('a', '1', '3'), mover('b', '2', '2')])).toBe('moves.1.bedId');
    expect(fieldOf([mover('a', '1', '3'), mover('b', '2', '4'), mover('c', '5', '4')])).toBe(
      'moves.2.bedId',
    );
    expect(fieldOf([mover('a', '1', '3'), mover('b', '2', '4')])).toBeUndefined();
  });

  test('what was slept stays with the old bed, the rest goes with the person', () => {
    expect(splitAt({ from: '2026-11-20', until: '2026-11-30' }, '2026-11-24')).toEqual({
      kept: { from: '2026-11-20', until: '2026-11-24' },
      taken: { from: '2026-11-24', until: '2026-11-30' },
    });
  });

  test('who moves on the first night never slept in the first bed', () => {
    expect(splitAt({ from: '2026-11-24', until: null }, '2026-11-24').kept).toBeNull();
  });

  test('a planned exit that has passed does not empty the new stay', () => {
    const { taken } = splitAt({ from: '2026-11-20', until: '2026-11-24' }, '2026-11-24');
    expect(taken).toEqual({ from: '2026-11-24', until: null });
  });

  test('a move is entered on its night or after it, never before, and never before they came', () => {
    const stay = { from: '2026-11-20', until: null };
    expect(() => mustBeANightOf(stay, '2026-11-25', '2026-11-24')).toThrow('stays.move_not_yet');
    expect(() => mustBeANightOf(stay, '2026-11-19', '2026-11-24')).toThrow('stays.before_the_stay');
    expect(() => mustBeANightOf(stay, '2026-10-01', '2026-11-24')).toThrow('beds.too_long_ago');
    expect(() => mustBeANightOf(stay, '2026-11-22', '2026-11-24')).not.toThrow();
  });

  test('taken back, the old stay ends when the new one would have', () => {
    const old = { from: '2026-11-20', until: '2026-11-24' };
    expect(joinedAgain(old, { from: '2026-11-24', until: '2026-12-01' })).toEqual({
      from: '2026-11-20',
      until: '2026-12-01',
    });
  });
});
