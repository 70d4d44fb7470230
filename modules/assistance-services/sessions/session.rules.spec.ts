import { partsOf } from './hold-session.service';

const mad = (amount: string) => ({ amount, currency: 'MAD' });

describe('the cost of a session', () => {
  it('of 100.00 for three falls on each to the cent, the odd one on the first', () => {
    expect(partsOf(mad('100.00'), 3)).toEqual([
      { cost: mad('33.34'), before: '0.00' },
      { cost: mad('33.33'), before: '33.34' },
      { cost: mad('33.33'), before: '66.67' },
    ]);
  });
  it('of nothing falls on nobody', () => expect(partsOf(undefined, 0)).toEqual([]));
  it('with nobody present is refused', () =>
    expect(() => partsOf(mad('100.00'), 0)).toThrow('sessions.nobody_present'));
  it('of two cents for three is refused: somebody would bear nothing', () =>
    expect(() => partsOf(mad('0.02'), 3)).toThrow('sessions.cost_too_small'));
});
