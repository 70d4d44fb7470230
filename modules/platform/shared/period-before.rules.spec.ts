import { periodBefore } from './period-before.rules';

it.each([
  ['2026-07-01', '2026-10-01', '2026-04-01'],
  ['2026-01-01', '2026-04-01', '2025-10-01'],
  ['2026-03-01', '2026-04-01', '2026-02-01'],
  ['2026-01-01', '2027-01-01', '2025-01-01'],
  ['2026-01-01', '2026-07-01', '2025-07-01'],
  ['2026-05-04', '2028-05-04', '2024-05-03'],
])('the period before %s to %s begins on %s', (from, until, before) => {
  expect(periodBefore({ from, until })).toEqual({ from: before, until: from });
});
