import {
  availableOf,
  releasedReservation,
  progressOf,
  settleInvoice,
  type CommitmentTotals,
} from './commitment.rules';

const order = (more: Partial<CommitmentTotals> = {}): CommitmentTotals => ({
  state: 'committed',
  committed: '100.00',
  received: '0.00',
  invoiced: '0.00',
  paid: '0.00',
  cancelled: '0.00',
  ...more,
});

describe('how far an order has come', () => {
  it.each<[string, Partial<CommitmentTotals>, string]>([
    ['asked for', { state: 'requested', committed: '0.00' }, 'requested whole open'],
    ['refused', { state: 'refused', committed: '0.00' }, 'refused whole done'],
    ['ordered', {}, 'committed whole open'],
    ['half of it came', { received: '50.00' }, 'received part open'],
    ['all came', { received: '100.00' }, 'received whole open'],
    ['a part is invoiced', { received: '100.00', invoiced: '30.00' }, 'invoiced part open'],
    ['a part is paid', { received: '100.00', invoiced: '100.00', paid: '99.99' }, 'paid part open'],
    [
      'all that was not cancelled is paid',
      { received: '60.00', invoiced: '60.00', paid: '60.00', cancelled: '40.00' },
      'paid whole done',
    ],
    ['all is cancelled', { cancelled: '100.00' }, 'cancelled whole done'],
  ])('%s', (_what, more, outcome) => {
    const { stage, partial, done } = progressOf(order(more));
    expect(`${stage} ${partial ? 'part' : 'whole'} ${done ? 'done' : 'open'}`).toBe(outcome);
  });

  it('says what may still come, be invoiced and be paid', () => {
    expect(
      progressOf(
        order({ received: '70.00', invoiced: '50.00', paid: '20.00', cancelled: '10.00' }),
      ),
    ).toMatchObject({ toReceive: '20.00', toInvoice: '20.00', toPay: '30.00' });
  });
});

describe('what a line can still promise', () => {
  it('is its amount less what is promised and what is spent, to the cent', () => {
    expect(availableOf('1000.00', '250.10', '749.89').toFixed(2)).toBe('0.01');
    expect(availableOf('1000.00', '250.10', '749.91').toFixed(2)).toBe('-0.01');
  });
});

describe('an order of 100.00 MAD at 0.33333333, 33.33 reserved', () => {
  it('invoiced in three parts lets go 11.11, 11.11 and 11.11, and leaves nothing', () => {
    expect(releasedReservation('33.33', '66.67', '0.33333333').toFixed(2)).toBe('11.11');
    expect(releasedReservation('22.22', '33.34', '0.33333333').toFixed(2)).toBe('11.11');
    expect(releasedReservation('11.11', '0.00', '0.33333333').toFixed(2)).toBe('11.11');
  });
});

describe('an invoice of 1,000.00 MAD booked at 0.10869565, 108.70 USD', () => {
  const at = (payment: string, restOfInvoice: string, owed: string, rate: string) => {
    const outcome = settleInvoice(
      owed,
      { payment, restOfInvoice },
      { invoice: '0.10869565', payment: rate },
    );
    return [outcome.debt, outcome.cash, outcome.exchange].map((amount) => amount.toFixed(2));
  };

  it('paid at the same rate gains and loses nothing', () => {
    expect(at('1000.00', '0.00', '108.70', '0.10869565')).toEqual(['108.70', '108.70', '0.00']);
  });
  it('paid at 0.11 costs 110.00, a loss of 1.30', () => {
    expect(at('1000.00', '0.00', '108.70', '0.11000000')).toEqual(['108.70', '110.00', '1.30']);
  });
  it('paid by 400 and 600 at 0.10 owes nothing after, and gains 3.48 and 5.22', () => {
    // The rest of 600.00 makes 65.22, so the first takes 43.48 of the debt.
    expect(at('400.00', '600.00', '108.70', '0.10000000')).toEqual(['43.48', '40.00', '-3.48']);
    expect(at('600.00', '0.00', '65.22', '0.10000000')).toEqual(['65.22', '60.00', '-5.22']);
  });
});
