import { suppressWorkFigures } from './work-suppression.rules';

const retention = (inWork: number, notInWork: number, notReached: number) => {
  const passed = inWork + notInWork + notReached;
  const share = passed > 0 ? Math.round((100 * inWork) / passed) : null;
  const one = { months: 6, passed, inWork, notInWork, notReached, share };
  const none = { placed: 0, placements: 0, signs: 0, vetted: 3, income: [] };
  return suppressWorkFigures({ ...none, retention: [one] }).retention[0];
};

describe('the released figures of work', () => {
  it('contain a share where no part is of few people', () => {
    expect(retention(12, 6, 0)).toEqual({
      months: 6,
      passed: 18,
      inWork: 12,
      notReached: 0,
      share: 67,
    });
  });

  it('keep back a part of few people, and the one by which it could be reckoned', () => {
    const kept = { inWork: null, notReached: null, share: null };
    expect(retention(12, 0, 4)).toEqual({ months: 6, passed: 16, ...kept });
    expect(retention(3, 6, 9)).toMatchObject({ passed: 18, inWork: null, share: null });
    // Two parts of few are hidden in each other.
    expect(retention(12, 2, 3)).toMatchObject({ inWork: 12, notReached: null, share: 71 });
  });

  it('contain nothing of fewer than five, but the zero where none has passed', () => {
    const kept = { inWork: null, notReached: null, share: null };
    expect(retention(2, 1, 1)).toEqual({ months: 6, passed: null, ...kept });
    expect(retention(0, 0, 0)).toEqual({ months: 6, passed: 0, ...kept });
  });

  it('contain a median of five and not of four', () => {
    const of = (n: number) => ({ n, cents: 350_000 });
    const none = { placed: 4, placements: 5, signs: 1, vetted: 0, retention: [] };
    const income = [{ currency: 'MAD', before: of(5), after: of(4) }];
    expect(suppressWorkFigures({ ...none, income })).toMatchObject({
      placed: null,
      placements: null,
      signs: null,
      vetted: 0,
      income: [{ currency: 'MAD', before: { n: 5, cents: 350_000 }, after: null }],
    });
  });
});
