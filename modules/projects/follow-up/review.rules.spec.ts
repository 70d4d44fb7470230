import { reviewState } from './review.rules';

const SIX = { months: 6, dueOn: '2026-09-10', opensOn: '2026-08-27', closesOn: '2026-10-10' };
const at = (today: string, ...reviews: Parameters<typeof reviewState>[1][number][]) =>
  reviewState(SIX, reviews, today);

describe('a review of a business', () => {
  it('is asked for within its window and is lost after it', () => {
    expect(at('2026-08-26')).toBe('ahead');
    expect(at('2026-08-27')).toBe('open');
    expect(at('2026-10-10')).toBe('open');
    expect(at('2026-10-11')).toBe('lost');
  });

  it('is alive or not by the review that reached somebody, whatever failed before', () => {
    const tried = { months: 6, outcome: 'not_reached' } as const;
    expect(at('2026-09-01', tried)).toBe('open');
    expect(at('2026-12-01', tried, { months: 6, outcome: 'alive' })).toBe('alive');
    expect(at('2026-09-01', { months: 6, outcome: 'not_alive' })).toBe('not_alive');
    expect(at('2026-12-01', { months: 12, outcome: 'alive' })).toBe('lost');
  });
});
