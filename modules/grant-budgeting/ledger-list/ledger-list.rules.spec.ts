import { quarterEnd } from './ledger-list.rules';

describe('the quarter of a booking', () => {
  it.each([
    ['2026-01-01', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['2026-04-01', '2026-06-30'],
    ['2026-09-30', '2026-09-30'],
    ['2026-12-31', '2026-12-31'],
  ])('of %s ends on %s', (day, end) => expect(quarterEnd(day)).toBe(end));
});
