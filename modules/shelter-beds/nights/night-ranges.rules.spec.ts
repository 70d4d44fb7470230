import { rangesOf } from './night-ranges.rules';

describe('open nights', () => {
  it('that follow each other are one range, also over the end of a month or of February', () => {
    expect(
      rangesOf([
        '2026-02-27',
        '2026-02-28',
        '2026-03-01',
        '2026-03-03',
        '2026-12-31',
        '2027-01-01',
      ]),
    ).toEqual([
      { first: '2026-02-27', last: '2026-03-01', count: 3 },
      { first: '2026-03-03', last: '2026-03-03', count: 1 },
      { first: '2026-12-31', last: '2027-01-01', count: 2 },
    ]);
  });

  it('are none where every night is closed', () => {
    expect(rangesOf([])).toEqual([]);
  });
});
