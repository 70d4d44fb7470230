import { dueChecks, sampleOf } from './spot-check.rules';

const due = (perYear: number, days: string[], today: string, since = '2026-01-01') => {
  const { done, by, overdue } = dueChecks({ perYear, days, since, today });
  return `${done} done, ${by ?? 'none asked for'}${overdue ? ', overdue' : ''}`;
};

describe('a spot check is due', () => {
  it.each([
    [0, [], '2026-11-24', '0 done, none asked for'],
    [1, [], '2026-11-24', '0 done, 2027-01-01'],
    [1, [], '2027-01-02', '0 done, 2027-01-01, overdue'],
    [2, [], '2026-07-01', '0 done, 2026-07-01'],
    [2, ['2026-05-31'], '2026-11-24', '1 done, 2026-11-30'],
    [2, ['2026-05-31', '2025-11-20'], '2026-12-01', '1 done, 2026-11-30, overdue'],
    // The day a year ago is no longer in the twelve months; the day after is.
    [1, ['2025-11-24'], '2026-11-24', '0 done, 2027-01-01'],
    [1, ['2025-11-25'], '2026-11-24', '1 done, 2027-01-01'],
    [1, ['2026-02-10'], '2026-11-24', '1 done, 2027-02-10'],
  ])('%s a year, after %j, on %s: %s', (perYear, days, today, expected) => {
    expect(due(perYear, days, today)).toBe(expected);
  });
});

describe('what is looked at', () => {
  it('is the dearest that nobody looked at, ten at most', () => {
    const rows = Array.from({ length: 12 }, (_, at) => ({
      accepted: `${at + 1}.00`,
      checks: at >= 10 ? 1 : 0,
    }));
    expect(sampleOf(rows).map(({ accepted }) => accepted)).toEqual(
      ['10.00', '9.00', '8.00', '7.00', '6.00', '5.00', '4.00', '3.00', '2.00', '1.00'], // 11 and 12 were
    );
    expect(sampleOf(rows.slice(9)).map(({ accepted }) => accepted)).toEqual([
      '10.00',
      '12.00',
      '11.00',
    ]);
  });
});
