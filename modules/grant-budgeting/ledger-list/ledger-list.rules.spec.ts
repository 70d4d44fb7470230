import { isReported, quarterEnd } from './ledger-list.rules';

describe('the quarter of a booking', () => {
  it.each([
    ['2026-01-01', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['2026-04-01', '2026-06-30'],
    ['2026-09-30', '2026-09-30'],
    ['2026-12-31', '2026-12-31'],
  ])('of %s ends on %s', (day, end) => expect(quarterEnd(day)).toBe(end));
});

describe('whether the SF-425 counts a booking', () => {
  it.each([
    [true, ['spent', 'payable']],
    [true, ['payable', 'funds']],
    [true, ['committed', 'reserve']],
    [true, ['spent', 'unfunded', 'funds']],
    [true, ['unfunded', 'advance']],
    [false, ['unfunded', 'funds']],
    [false, ['unfunded', 'payable']],
  ])('%s of %j', (counts, accounts) => expect(isReported(accounts)).toBe(counts));
});
