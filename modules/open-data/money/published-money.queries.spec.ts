import { compareWithLedger } from './published-money.queries';

describe('published money beside the ledger', () => {
  it('adds up to it to the cent, and a currency of which nothing was published waits whole', () => {
    const published = [
      { type: '4', currency: 'USD', amount: '350.01' },
      { type: '11', currency: 'USD', amount: '1000.00' },
    ] as const;
    const ledger = [
      { type: '2', currency: 'MAD', amount: '900.00' },
      { type: '4', currency: 'USD', amount: '300.00' },
      { type: '11', currency: 'USD', amount: '1000.00' },
    ] as const;
    expect(compareWithLedger(published, ledger)).toEqual([
      { type: '11', currency: 'USD', published: '1000.00', whole: '1000.00', waits: '0.00' },
      { type: '2', currency: 'MAD', published: '0.00', whole: '900.00', waits: '900.00' },
      // A correction that waits is a difference too.
      { type: '4', currency: 'USD', published: '350.01', whole: '300.00', waits: '-50.01' },
    ]);
  });
});
