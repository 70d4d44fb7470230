import { feeByQuarter, supportByQuarter } from './cash.rules';

describe('the cash that a grant needs by quarter', () => {
  it('support costs follow the plan at their rate, and the last quarter takes what remains', () => {
    // 7 % of 100.05 is 7.0035, of 200.10 14.007, of 300.15 21.0105; the share says 21.02.
    expect(supportByQuarter(['100.05', '100.05', '100.05'], '0.07', '21.02')).toEqual([
      '7.00',
      '7.01',
      '7.01',
    ]);
  });

  it('the fee is taken off each contribution, and adds up to the fee', () => {
    // 10.00 of 990.00, a third each: 3.33, 6.67, 10.00.
    expect(feeByQuarter(['330.00', '330.00', '330.00'], '10.00')).toEqual(['3.33', '3.34', '3.33']);
    expect(feeByQuarter(['0.00', '0.00'], '10.00')).toEqual(['0.00', '10.00']);
  });
});
