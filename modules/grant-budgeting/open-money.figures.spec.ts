import { Decimal } from 'decimal.js';
import { budgetsByYear } from './open-money.figures';
import { grantQuarters } from './plan/plan.rules';

describe('the award over its years', () => {
  const quarters = grantQuarters('2025-11-15', '2027-01-31');

  it('adds up to the award to the cent, and no year is longer than one', () => {
    const direct = quarters.map((_, at) => new Decimal([10, 20, 20, 20, 20, 10][at]!));
    expect(budgetsByYear(quarters, direct, { amount: '1000.01', planned: true })).toEqual([
      { from: '2025-11-15', to: '2025-12-31', amount: '100.00', planned: true },
      { from: '2026-01-01', to: '2026-12-31', amount: '800.00', planned: true },
      { from: '2027-01-01', to: '2027-01-31', amount: '100.01', planned: true },
    ]);
  });

  it('goes by days where no line has money', () => {
    const none = quarters.map(() => new Decimal(0));
    const years = budgetsByYear(quarters, none, { amount: '443.00', planned: false });
    // 47, 365 and 31 days.
    expect(years.map(({ amount }) => amount)).toEqual(['47.00', '365.00', '31.00']);
  });
});
