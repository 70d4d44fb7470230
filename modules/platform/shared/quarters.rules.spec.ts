import { addDays } from './nights.rules';
import { quarterOf } from './quarters.rules';

describe('the quarter of a day', () => {
  it.each([
    ['2026-01-01', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['2026-04-01', '2026-06-30'],
    ['2026-09-30', '2026-09-30'],
    ['2026-12-31', '2026-12-31'],
  ])('of %s ends on %s', (day, end) => expect(addDays(quarterOf(day).until, -1)).toBe(end));
});
