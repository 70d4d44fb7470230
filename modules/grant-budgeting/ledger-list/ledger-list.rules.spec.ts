import { isReported } from './ledger-list.rules';

describe('whether the SF-425 counts a booking', () => {
  it.each([
    [true, ['spent', 'payable']],
    [true, ['payable', 'funds']],
    [true, ['committed', 'reserve']],
    [true, ['spent', 'unfunded', 'funds']],
    [true, ['unfunded', 'advance']],
    [false, ['unfunded', 'funds']],
    [false, ['unfunded', 'payable']],
  ])('%s of %j', (counts, accounts) => expect(isReported(accounts)).toBe(counts));
});
