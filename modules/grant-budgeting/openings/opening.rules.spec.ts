import { openingDay, openingErrors, type OpeningFacts } from './opening.rules';

const FACTS: OpeningFacts = {
  currency: 'EUR',
  startsOn: '2026-01-15',
  endsOn: '2027-06-15',
  today: '2026-11-25',
  closedUntil: '2026-02-28',
  costsFrom: '2026-10-01',
  receivedFrom: '2026-09-01',
  toReceive: '1000.00',
  suspensions: [{ from: '2026-05-10', until: '2026-06-20' }],
  lines: {
    A: { left: '500.00', spent: '0.00', signedUntil: null },
    B: { left: '500.00', spent: '20.00', signedUntil: '2026-03-31' },
  },
  broughtIn: new Set(['A/2026-04-01', '/2026-04-01']),
};

const row = (at: number, line: string | null, month: string, amount = '10.00') => ({
  row: at,
  line,
  month: `${month}-01`,
  amount,
  document: 'GL',
});
const codes = (...rows: ReturnType<typeof row>[]) =>
  openingErrors(rows, FACTS).map(({ row: at, error }) => [at, error.field, error.code]);

describe('opening balances', () => {
  it('are whole months of the grant, over, before Mawa, open and not brought in yet', () => {
    expect(codes(row(2, 'A', '2026-03'), row(3, 'B', '2026-09'), row(4, null, '2026-08'))).toEqual(
      [],
    );
    expect(
      codes(
        row(2, 'A', '2025-12'),
        row(3, 'A', '2027-07'),
        row(4, 'A', '2026-11'),
        row(5, 'A', '2026-02'),
        row(6, 'B', '2026-03'),
        row(7, 'A', '2026-10'),
        row(8, null, '2026-09'),
        row(9, 'A', '2026-04'),
        row(10, null, '2026-04'),
        row(11, 'A', '2026-05'),
        row(12, 'X', '2026-08'),
        row(13, 'A', '2026-07'),
        row(14, 'A', '2026-07', '11.00'),
      ),
    ).toEqual([
      [2, 'month', 'opening.outside_the_grant'],
      [3, 'month', 'opening.outside_the_grant'],
      [4, 'month', 'opening.not_over'],
      [5, 'month', 'opening.closed'],
      [6, 'month', 'opening.signed'],
      [7, 'month', 'opening.in_mawa'],
      [8, 'month', 'opening.in_mawa'],
      [9, 'month', 'opening.brought_before'],
      [10, 'month', 'opening.brought_before'],
      [11, 'month', 'opening.suspended'],
      [12, 'line', 'opening.unknown_line'],
      [14, 'month', 'opening.twice'],
    ]);
  });

  it('stay within the line and the award, to the cent, and no line falls below zero', () => {
    expect(codes(row(2, 'A', '2026-07', '499.99'), row(3, 'A', '2026-08', '0.01'))).toEqual([]);
    expect(codes(row(2, 'A', '2026-07', '499.99'), row(3, 'A', '2026-08', '0.02'))).toEqual([
      [3, 'amount', 'opening.above_the_line'],
    ]);
    expect(codes(row(2, null, '2026-07', '1000.01'))).toEqual([
      [2, 'amount', 'opening.above_the_award'],
    ]);
    expect(codes(row(2, 'B', '2026-07', '-20.00'))).toEqual([]);
    expect(codes(row(2, 'A', '2026-07', '5.00'), row(3, 'A', '2026-08', '-5.01'))).toEqual([
      [3, 'amount', 'opening.negative'],
    ]);
  });

  it('are booked on the last day of their month, or of the grant', () => {
    expect(openingDay('2026-02-01', '2027-06-15')).toBe('2026-02-28');
    expect(openingDay('2026-12-01', '2027-06-15')).toBe('2026-12-31');
    expect(openingDay('2027-06-01', '2027-06-15')).toBe('2027-06-15');
  });
});
