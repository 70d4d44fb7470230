import { moneyOf, planDueOn, instalmentStatusOf, isInVersion, type MoneyState } from './plan.rules';

const at = (today: string, money: MoneyState = 'committed') => ({ today, days: 7, money });
const owed = (more: object = {}) => ({
  amount: '500.00',
  dueOn: '2026-12-10',
  paid: '0.00',
  cancelled: '0.00',
  over: false,
  ...more,
});

describe('an instalment of a plan', () => {
  it('waits, comes next, and is late once its days are over', () => {
    expect(instalmentStatusOf(owed(), at('2026-12-02'))).toBe('waits');
    expect(instalmentStatusOf(owed(), at('2026-12-03'))).toBe('next');
    expect(instalmentStatusOf(owed(), at('2026-12-17'))).toBe('next');
    expect(instalmentStatusOf(owed(), at('2026-12-18'))).toBe('late');
  });
  it('is nothing to pay before finance agreed, however late', () => {
    expect(instalmentStatusOf(owed(), at('2027-01-30', 'requested'))).toBe('not_agreed');
    expect(instalmentStatusOf(owed(), at('2027-01-30', null))).toBe('not_agreed');
  });
  it('is paid in part until the last dirham, and then paid', () => {
    expect(instalmentStatusOf(owed({ paid: '499.99' }), at('2026-12-02'))).toBe('part');
    expect(instalmentStatusOf(owed({ paid: '499.99' }), at('2026-12-18'))).toBe('late');
    expect(instalmentStatusOf(owed({ paid: '500.00' }), at('2026-12-18'))).toBe('paid');
    expect(
      instalmentStatusOf(owed({ paid: '300.00', cancelled: '200.00' }), at('2026-12-18')),
    ).toBe('paid');
  });
  it('is cancelled where nothing was paid and nothing is left', () => {
    expect(instalmentStatusOf(owed({ cancelled: '500.00' }), at('2026-12-18'))).toBe('cancelled');
    expect(instalmentStatusOf(owed({ over: true }), at('2026-12-18'))).toBe('cancelled');
    expect(instalmentStatusOf(owed({ over: true, paid: '0.01' }), at('2026-12-18'))).toBe('paid');
  });
});

describe('a plan', () => {
  it('adds up by currency what is planned, promised and paid', () => {
    const item = (more: object) => ({
      currency: 'MAD',
      amount: '1000.00',
      state: 'committed' as MoneyState,
      cancelled: '0.00',
      paid: '0.00',
      ...more,
    });
    expect(
      moneyOf([
        item({ paid: '250.50', cancelled: '100.00' }),
        item({ state: 'requested', amount: '99.50' }),
        item({ currency: 'EUR', amount: '10.00', state: null }),
      ]),
    ).toEqual([
      { currency: 'MAD', planned: '1099.50', committed: '900.00', paid: '250.50' },
      { currency: 'EUR', planned: '10.00', committed: '0.00', paid: '0.00' },
    ]);
  });
  it('keeps its former versions: what was added and what had not ended', () => {
    expect([1, 2, 3].map((version) => isInVersion(version, { addedIn: 2, endedIn: 3 }))).toEqual([
      false,
      true,
      false,
    ]);
    expect(isInVersion(9, { addedIn: 1, endedIn: null })).toBe(true);
  });
  it('is due some days after somebody arrived or left the shelter', () => {
    expect(planDueOn('2026-11-24', 30)).toBe('2026-12-24');
    expect(planDueOn(null, 30)).toBeNull();
  });
});
