import { parseQuarter, quarterOf, quartersBefore } from '../../src/shared/quarters';
import { dueOn, quartersOver } from './quarters.rules';

describe('a quarter', () => {
  it('has its three months', () => {
    expect(parseQuarter('2026-Q3')).toMatchObject({ from: '2026-07-01', until: '2026-10-01' });
    expect(parseQuarter('2026-Q4')).toMatchObject({ from: '2026-10-01', until: '2027-01-01' });
    expect(quarterOf('2026-02-28').code).toBe('2026-Q1');
  });

  it.each(['2026-Q5', '2026Q3', '1888-Q1', '', '2026-Q3 '])('is not %p', (code) => {
    expect(parseQuarter(code)).toBeNull();
  });

  it('follows the last of the year before', () => {
    expect(quartersBefore('2026-02-14', 3).map(({ code }) => code)).toEqual([
      '2025-Q4',
      '2025-Q3',
      '2025-Q2',
    ]);
  });

  it('ending on 30 September is reported by 30 October', () => {
    expect(dueOn('2026-10-01', 30)).toBe('2026-10-30');
  });

  it('counts as over from the day after it', () => {
    const codes = (today: string) =>
      quartersOver('2026-02-01', '2028-01-31', today).map(({ code }) => code);
    expect(codes('2026-03-31')).toEqual([]);
    expect(codes('2026-10-01')).toEqual(['2026-Q1', '2026-Q2', '2026-Q3']);
  });
});
