import { type MoneyFacts, trancheStatusOf } from './tranche.rules';

const FIRST = { id: 'a', amount: '6000.00' };
const SECOND = { id: 'b', amount: '4000.00' };
const NOTHING: MoneyFacts = { milestones: [], payments: [], receipts: [] };
const paid = (trancheId: string, takenBackFor: string | null = null) => ({
  trancheId,
  takenBackFor,
});
const receipt = (amount: string, accepted: boolean | null = true, ofReversedPayment = false) => ({
  trancheId: 'a',
  amount,
  accepted,
  ofReversedPayment,
});
const second = (more: Partial<MoneyFacts>) =>
  trancheStatusOf(SECOND, FIRST, { ...NOTHING, milestones: [{ trancheId: 'b' }], ...more }, 80)
    .missing;

describe('a tranche', () => {
  it('is not paid without its milestone', () => {
    expect(trancheStatusOf(FIRST, null, NOTHING, 80).missing).toEqual(['milestone']);
    const reached = { ...NOTHING, milestones: [{ trancheId: 'a' }] };
    expect(trancheStatusOf(FIRST, null, reached, 80)).toEqual({
      reached: true,
      paid: false,
      covered: 0,
      waiting: 0,
      missing: [],
    });
  });

  it('waits for the one before, and for its receipts: four fifths of 6 000 are 4 800', () => {
    expect(second({})).toEqual(['tranche_before']);
    expect(second({ payments: [paid('a', 'mistake')] })).toEqual(['tranche_before']);
    expect(second({ payments: [paid('a')] })).toEqual(['receipts_before']);
    const receipts = [receipt('4799.99'), receipt('900.00', null), receipt('900.00', false)];
    expect(second({ payments: [paid('a')], receipts })).toEqual(['receipts_before']);
    expect(second({ payments: [paid('a')], receipts: [receipt('4800.00')] })).toEqual([]);
    const earlier = [receipt('4800.00', true, true)];
    const payments = [paid('a', 'mistake'), paid('a')];
    expect(second({ payments, receipts: earlier })).toEqual(['receipts_before']);
  });

  it('says what of it is covered, and what waits for somebody to look', () => {
    const receipts = [receipt('100.50'), receipt('900.00', null), receipt('5.00', false)];
    expect(
      trancheStatusOf(FIRST, null, { ...NOTHING, payments: [paid('a')], receipts }, 80),
    ).toMatchObject({ paid: true, covered: 10_050, waiting: 90_000 });
  });
});
