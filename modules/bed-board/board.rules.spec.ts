import * as fc from 'fast-check';
import { addDays, contains, type Nights } from '../platform/shared/nights.rules';
import { columnsOf, gapsBetween, layBars } from './board.rules';

const FIRST = '2026-11-24';
const nights = fc
  .tuple(fc.integer({ min: -40, max: 70 }), fc.option(fc.integer({ min: 1, max: 90 })))
  .map(([start, length]): Nights => {
    const from = addDays(FIRST, start);
    return { from, until: length === null ? null : addDays(from, length) };
  });

test('a stay from before the board with a planned exit is cut on one side and notched on the other', () => {
  const stay = { nights: { from: '2026-11-20', until: '2026-11-27' } };
  expect(layBars([stay], FIRST, 14)).toEqual([
    {
      booking: stay,
      startColumn: 0,
      span: 3,
      openEnd: false,
      notch: true,
      cutStart: true,
      cutEnd: false,
    },
  ]);
});

test('an open stay runs to the end of the board and fades', () => {
  const stay = { nights: { from: '2026-11-26', until: null } };
  expect(layBars([stay], FIRST, 14)).toMatchObject([
    { startColumn: 2, span: 12, openEnd: true, notch: false, cutEnd: true },
  ]);
});

test('every column of the board is covered exactly on the nights of the booking', () => {
  fc.assert(
    fc.property(nights, fc.integer({ min: 1, max: 60 }), (range, columns) => {
      const bars = layBars([{ nights: range }], FIRST, columns);
      expect(bars.length).toBeLessThanOrEqual(1);
      columnsOf(FIRST, columns).forEach((night, column) => {
        const covered = bars.some(
          ({ startColumn, span }) => startColumn <= column && column < startColumn + span,
        );
        expect(covered).toBe(contains(range, night));
      });
      for (const bar of bars) {
        expect(bar.cutStart).toBe(range.from < FIRST);
        expect(bar.cutEnd).toBe(contains(range, addDays(FIRST, columns)));
        expect(bar.openEnd).toBe(range.until === null);
        expect(bar.notch).toBe(!bar.cutEnd);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('bars and gaps of a bed fill its row, each column once', () => {
  const row = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 12 })));
  fc.assert(
    fc.property(row, fc.integer({ min: 1, max: 60 }), (pieces, columns) => {
      let next = addDays(FIRST, -15);
      const bookings = pieces.map(([pause, length]) => {
        const from = addDays(next, pause);
        next = addDays(from, length);
        return { nights: { from, until: next } };
      });
      const bars = layBars(bookings, FIRST, columns);
      const seen = new Array<number>(columns).fill(0);
      for (const { startColumn, span } of [...bars, ...gapsBetween(bars, columns)]) {
        for (let column = startColumn; column < startColumn + span; column += 1) seen[column]! += 1;
      }
      expect(seen.every((times) => times === 1)).toBe(true);
    }),
  );
});
