import type { BudgetLineFigures } from './budget.figures';
import { viewsOf, type BudgetGrouping } from './budget-views.rules';

const line = (more: Partial<BudgetLineFigures>): BudgetLineFigures => ({
  lineId: 'x',
  code: 'A-1',
  name: { fr: 'x', ar: 'x', en: 'x' },
  organisationCode: 'A',
  objectClass: 'a',
  unsdgCategory: '1',
  outcomeCode: '1',
  partnerCode: 'A',
  budgeted: '100.00',
  spentBefore: '0.00',
  spentInPeriod: '0.00',
  spentToDate: '0.00',
  unfundedToDate: '0.00',
  committedToDate: '0.00',
  left: '0.00',
  available: '0.00',
  ...more,
});
const share = (organisationCode: string, support: string) => ({
  organisationCode,
  afterFee: '0.00',
  direct: '0.00',
  support,
  supportRate: '0.070000',
});

describe('one ledger in several views', () => {
  const lines = [
    line({ spentToDate: '10.05', committedToDate: '20.00', available: '69.95' }),
    line({
      code: 'A-2',
      objectClass: 'f',
      unsdgCategory: '4',
      spentToDate: '1.00',
      available: '99.00',
    }),
    line({
      code: 'B-1',
      organisationCode: 'B',
      partnerCode: 'P',
      outcomeCode: '2',
      objectClass: 'f',
      unsdgCategory: '6',
      budgeted: '50.00',
      available: '50.00',
    }),
  ];
  const shares = [share('A', '14.00'), share('B', '3.50')];
  const none = new Map();
  const views = viewsOf({ lines, shares }, { outcome: none, class: none, unsdg: none });
  const rowsOfView = (view: BudgetGrouping) =>
    views
      .find((one) => one.view === view)!
      .rows.map((row) => `${row.key} ${row.budgeted} ${row.spent} ${row.committed} ${row.left}`);

  it('shows object classes with what is indirect under j', () => {
    // 7 % of 11.05 is 0.7735, of 20.00 is 1.40; 17.50 less 0.77 less 1.40 is 15.33.
    expect(rowsOfView('class')).toEqual([
      'a 100.00 10.05 20.00 69.95',
      'f 150.00 1.00 0.00 149.00',
      'j 17.50 0.77 1.40 15.33',
    ]);
  });

  it('shows the harmonised categories with support costs as the eighth', () => {
    expect(rowsOfView('unsdg')).toEqual([
      '1 100.00 10.05 20.00 69.95',
      '4 100.00 1.00 0.00 99.00',
      '6 50.00 0.00 0.00 50.00',
      '8 17.50 0.77 1.40 15.33',
    ]);
  });

  it('shows outcomes, agencies and partners', () => {
    expect(rowsOfView('outcome').slice(0, 2)).toEqual([
      '1 200.00 11.05 20.00 168.95',
      '2 50.00 0.00 0.00 50.00',
    ]);
    expect(rowsOfView('partner')[1]).toBe('P 50.00 0.00 0.00 50.00');
  });

  it('does not move what is committed for support when only spending changes', () => {
    // 7 % of 107.50 is 7.525: as the difference of two rounded sums it was 7.53 or 7.52.
    const committed = (spentToDate: string) => {
      const one = line({ spentToDate, committedToDate: '107.50', available: '0.00' });
      const found = viewsOf(
        { lines: [one], shares: [share('A', '14.00')] },
        { outcome: none, class: none, unsdg: none },
      );
      return found[0]!.rows.at(-1)!.committed;
    };
    expect([committed('0.00'), committed('10.05'), committed('10.10')]).toEqual([
      '7.53',
      '7.53',
      '7.53',
    ]);
  });

  it('adds up to the same total in each', () => {
    const total = { budgeted: '267.50', spent: '11.82', committed: '21.40', left: '234.28' };
    for (const view of views) expect(view.total).toEqual(total);
  });
});
