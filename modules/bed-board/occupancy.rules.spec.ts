import * as fc from 'fast-check';
import { addDays, contains, type Nights } from '../platform/shared/nights.rules';
import {
  fullStretches,
  isFreeOn,
  nightsOf,
  sharesOf,
  type BedServiceNights,
} from './occupancy.rules';

const FIRST = '2026-11-24';
const always: Nights = { from: '2025-01-01', until: null };
const stay = (from: string, until: string | null, blocks = false) => ({
  nights: { from, until },
  blocks,
});

it('two beds: one stay of two nights, one bed out of service on the second', () => {
  const beds: BedServiceNights[] = [
    { service: always, taken: [stay('2026-11-20', '2026-11-26')] },
    { service: always, taken: [stay('2026-11-25', '2026-11-26', true)] },
  ];
  const nights = beds.map((bed) => nightsOf(bed, FIRST, 3));
  expect(sharesOf(nights, 3)).toEqual([
    { used: 1, available: 2 },
    { used: 1, available: 1 },
    { used: 0, available: 2 },
  ]);
  expect([isFreeOn(nights[1]!, 0), isFreeOn(nights[1]!, 1)]).toEqual([true, false]);
});

it('whoever is still there in a bed that is promised from tonight on counts once', () => {
  const bed = { service: always, taken: [stay('2026-11-20', '2026-11-25'), stay(FIRST, null)] };
  expect(sharesOf([nightsOf(bed, FIRST, 1)], 1)).toEqual([{ used: 1, available: 1 }]);
});

it('a bed before its first and after its last night is not there', () => {
  const bed = { service: { from: '2026-11-25', until: '2026-11-26' }, taken: [] };
  expect(sharesOf([nightsOf(bed, FIRST, 3)], 3)).toEqual([
    { used: 0, available: 0 },
    { used: 0, available: 1 },
    { used: 0, available: 0 },
  ]);
});

it('full nights are grouped into stretches; a night without any bed is full', () => {
  const strip = [1, 2, 2, 1, 2, 2].map((used) => ({ used, available: 2 }));
  expect(fullStretches(strip)).toEqual([
    { from: 1, until: 3 },
    { from: 4, until: 6 },
  ]);
  expect(fullStretches([{ used: 0, available: 0 }])).toEqual([{ from: 0, until: 1 }]);
});

it('equals the count night by night of any history', () => {
  const range = fc
    .tuple(fc.integer({ min: -9, max: 12 }), fc.option(fc.integer({ min: 1, max: 12 })))
    .map(([start, length]): Nights => {
      const from = addDays(FIRST, start);
      return { from, until: length === null ? null : addDays(from, length) };
    });
  const bed = fc.record({
    service: range,
    taken: fc.array(fc.record({ nights: range, blocks: fc.boolean() }), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(bed, { maxLength: 5 }), (beds) => {
      const counted = Array.from({ length: 10 }, (_none, column) => {
        const night = addDays(FIRST, column);
        const there = beds.filter(({ service }) => contains(service, night));
        const first = there.map(({ taken }) => taken.find(({ nights }) => contains(nights, night)));
        const open = first.filter((one) => !one?.blocks);
        return { used: open.filter(Boolean).length, available: open.length };
      });
      const nights = beds.map((one) => nightsOf(one, FIRST, 10));
      expect(sharesOf(nights, 10)).toEqual(counted);
    }),
    { numRuns: 300 },
  );
});
