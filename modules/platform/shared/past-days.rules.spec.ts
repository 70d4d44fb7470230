import { impossibleDays, sameTwice } from './past-days.rules';

describe('the days of a record of before', () => {
  const today = '2026-11-24';
  it.each([
    ['2025-01-03', '2025-01-03', null],
    ['2025-01-03', '2025-03-01', null],
    ['2026-11-24', '2026-11-24', null],
    ['1999-12-31', '2000-02-01', { code: 'past.too_early', field: 'from' }],
    ['2026-11-25', '2026-11-25', { code: 'past.in_future', field: 'from' }],
    ['2026-11-01', '2026-11-25', { code: 'past.in_future', field: 'until' }],
    ['2025-03-01', '2025-02-28', { code: 'past.ends_before', field: 'until' }],
    ['2001-01-01', '2025-02-28', { code: 'past.too_long', field: 'until' }],
  ])('from %s to %s', (from, last, expected) => {
    expect(impossibleDays({ from, last }, today)).toEqual(expected);
  });
});

describe('rows that say the same twice', () => {
  it('are those whose days meet those of an earlier row of the same key, the last day included', () => {
    const row = (number: number, key: string, from: string, last: string) => ({
      row: number,
      key,
      from,
      last,
    });
    expect(
      sameTwice([
        row(2, 'a', '2025-03-01', '2025-03-31'),
        row(3, 'a', '2025-03-31', '2025-04-02'),
        row(4, 'a', '2025-04-03', '2025-04-03'),
        row(5, 'b', '2025-03-01', '2025-03-01'),
        row(6, 'b', '2025-03-01', '2025-03-01'),
      ]),
    ).toEqual([
      { row: 3, first: 2 },
      { row: 6, first: 5 },
    ]);
  });
});
