import { quartersIn } from './indicators-of-period.queries';

const GRANT = { startsOn: '2026-02-15', endsOn: '2027-11-14' };

it.each([
  ['a quarter', '2026-07-01', '2026-10-01', ['2026-07-01']],
  ['a month', '2026-07-01', '2026-08-01', []],
  ['the last month of a quarter', '2026-09-01', '2026-10-01', []],
  [
    'the half-year in which the grant begins',
    '2026-01-01',
    '2026-07-01',
    ['2026-01-01', '2026-04-01'],
  ],
  [
    'the year in which it ends',
    '2027-01-01',
    '2028-01-01',
    ['2027-01-01', '2027-04-01', '2027-07-01', '2027-10-01'],
  ],
  [
    'the whole grant',
    '2026-02-15',
    '2027-11-15',
    [
      '2026-01-01',
      '2026-04-01',
      '2026-07-01',
      '2026-10-01',
      '2027-01-01',
      '2027-04-01',
      '2027-07-01',
      '2027-10-01',
    ],
  ],
])('the quarters of %s', (_what, from, until, quarters) => {
  expect(quartersIn({ from, until }, GRANT)).toEqual(quarters);
});
