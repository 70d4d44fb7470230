import { cashFlow, type PlanLine } from './plan.rules';

const line = (kind: PlanLine['kind'], ...amounts: number[]): PlanLine => ({
  kind,
  label: 'x',
  amounts: amounts.map((one) => one.toFixed(2)),
});
const each = (amount: number) => Array.from({ length: 12 }, () => amount);
const MACHINES = line('need', 9000);

describe('the cash of a plan', () => {
  it('begins with own money and grant less what is needed, and goes month by month', () => {
    const flow = cashFlow({
      ownContribution: '1000.00',
      grantAsked: '10000.00',
      lines: [
        MACHINES,
        line('income', 0, 500.5, 1500, ...each(1500).slice(3)),
        line('expense', ...each(800)),
      ],
    });
    expect(flow.start).toBe(200_000);
    expect(flow.months.slice(0, 3)).toEqual([
      { month: 1, opening: 200_000, income: 0, expenses: 80_000, closing: 120_000 },
      { month: 2, opening: 120_000, income: 50_050, expenses: 80_000, closing: 90_050 },
      { month: 3, opening: 90_050, income: 150_000, expenses: 80_000, closing: 160_050 },
    ]);
    // 160 050 + 9 × 70 000
    expect(flow.months[11]!.closing).toBe(790_050);
    expect(flow).toMatchObject({ lowest: 90_050, lowestMonth: 2, breakEven: 3, holds: true });
  });

  it('that falls under zero does not hold, and says in which month it is lowest', () => {
    const flow = cashFlow({
      ownContribution: '0',
      grantAsked: '10000.00',
      lines: [MACHINES, line('income', 0, 0, ...each(900).slice(2)), line('expense', ...each(600))],
    });
    // 1 000 − 600 − 600
    expect(flow).toMatchObject({ lowest: -20_000, lowestMonth: 2, breakEven: 3, holds: false });
  });

  it('whose needs are more than its money does not hold from the start', () => {
    const flow = cashFlow({
      ownContribution: '500.00',
      grantAsked: '8000.00',
      lines: [MACHINES, line('income', ...each(2000)), line('expense', ...each(500))],
    });
    expect(flow).toMatchObject({ lowest: -50_000, lowestMonth: 0, breakEven: 1, holds: false });
  });

  it('carries itself from the month after the last that did not, or never', () => {
    const of = (income: number[]) =>
      cashFlow({
        ownContribution: '9999.00',
        grantAsked: '0',
        lines: [line('income', ...income), line('expense', ...each(100))],
      }).breakEven;
    expect(of(each(100))).toBe(1);
    expect(of([200, 200, 200, 200, 200, 99, 200, 200, 200, 200, 200, 200])).toBe(7);
    expect(of(each(99))).toBeNull();
    expect(of([...each(200).slice(1), 0])).toBeNull();
  });

  it('of nothing holds and carries nothing', () => {
    expect(cashFlow({ ownContribution: '0', grantAsked: '0', lines: [] })).toMatchObject({
      lowest: 0,
      holds: true,
      breakEven: null,
    });
  });
});
