import { parsePeriod, periodOf, periodsOver } from './periods.rules';

const GRANT = { startsOn: '2026-05-04', endsOn: '2028-05-03' };

describe('the periods of reports', () => {
  it.each([
    ['2026-09', 'month', '2026-09-01', '2026-10-01'],
    ['2026-12', 'month', '2026-12-01', '2027-01-01'],
    ['2026-Q4', 'quarter', '2026-10-01', '2027-01-01'],
    ['2026-H1', 'half_year', '2026-01-01', '2026-07-01'],
    ['2026-H2', 'half_year', '2026-07-01', '2027-01-01'],
    ['2099', 'year', '2099-01-01', '2100-01-01'],
    ['grant', 'grant', '2026-05-04', '2028-05-04'],
  ] as const)('%s is a %s from %s to the day before %s', (code, every, from, until) => {
    expect(parsePeriod(code, every, GRANT)).toEqual({ code, from, until });
    expect(periodOf(every, from, GRANT)).toEqual({ code, from, until });
  });

  it.each([
    ['2026-13', 'month'],
    ['2026-Q5', 'quarter'],
    ['2026-H3', 'half_year'],
    ['1999', 'year'],
    ['2026-Q3', 'year'],
    ['2026', 'grant'],
    ["2026-Q3'; --", 'quarter'],
  ] as const)('%s is no %s', (code, every) => {
    expect(parsePeriod(code, every, GRANT)).toBeNull();
  });

  it('those of a grant begin with the one in which it began, and end with the last that is over', () => {
    const codes = (every: 'month' | 'quarter' | 'half_year' | 'year' | 'grant', today: string) =>
      periodsOver(every, GRANT, today).map(({ code }) => code);
    expect(codes('quarter', '2026-11-28')).toEqual(['2026-Q2', '2026-Q3']);
    expect(codes('half_year', '2026-11-28')).toEqual(['2026-H1']);
    expect(codes('month', '2026-07-01')).toEqual(['2026-05', '2026-06']);
    expect(codes('year', '2026-12-31')).toEqual([]);
    expect(codes('year', '2099-01-01')).toEqual(['2026', '2027', '2028']);
    expect(codes('grant', '2028-05-03')).toEqual([]);
    expect(codes('grant', '2028-05-04')).toEqual(['grant']);
  });
});
