import {
  complementarySuppression,
  suppressSmallCount,
} from '../platform/shared/small-counts.rules';
import {
  mayPublishQuartiles,
  perPerson,
  costPerSustainedOutcome,
  perUnit,
  variance,
} from './cost.rules';

describe('what a unit of help costs', () => {
  it.each([
    ['1000.00', '8', '125.00'],
    ['100.00', '3', '33.33'],
    ['0.05', '2', '0.03'],
    ['200.00', '2.5', '80.00'],
    ['0.00', '4', '0.00'],
  ])('%s for %s is %s each', (amount, quantity, each) => {
    expect(perUnit(amount, quantity)).toBe(each);
  });

  it('is not said of nothing, nor of more taken back than given', () => {
    expect(perUnit('10.00', '0')).toBeNull();
    expect(perUnit('-10.00', '-1')).toBeNull();
  });

  it.each([
    ['110.00', '100.00', 0.1],
    ['90.00', '100.00', -0.1],
    ['100.00', '100.00', 0],
    ['1.00', '3.00', -0.666666666666],
    ['467289.72', '466135.99', 0.002475093158],
  ])('%s instead of %s is %s beyond it', (actual, expected, share) => {
    expect(variance(actual, expected)).toBe(share);
  });

  it('differs from nothing where nobody said what it should cost', () => {
    expect(variance('10.00', '0.00')).toBeNull();
  });
});

describe('the cost of few people', () => {
  it('not of fewer than five', () => {
    expect([0, 1, 4, 5, 6].map(suppressSmallCount)).toEqual([0, null, null, 5, 6]);
    expect(perPerson('100.00', 4)).toBeNull();
    expect(perPerson('100.00', 5)).toBe('20.00');
    expect(perPerson('0.00', 0)).toBeNull();
  });

  it.each([
    [[7, 15, 9], 'shown shown shown'],
    [[3, 15, 9], 'hidden shown hidden'], // 9 would give 3 away
    [[3, 2, 9], 'hidden hidden shown'],
    [[4], 'hidden'],
    [[0, 4, 8], 'shown hidden hidden'],
    [[0, 0], 'shown shown'],
  ])('along a way of %j people: %s', (people, expected) => {
    const shown = complementarySuppression(people.map((each) => ({ people: each })));
    expect(shown.map((one) => (one ? 'shown' : 'hidden')).join(' ')).toBe(expected);
  });

  it('in quarters from twenty on', () => {
    expect([19, 20].map(mayPublishQuartiles)).toEqual([false, true]);
  });

  it('of a sustained reintegration is what all have cost by those for whom it holds, where nobody is few', () => {
    const of = (ended: number, sustained: number) =>
      costPerSustainedOutcome({ ended, sustained, traced: '12000.00' });
    // 12,000 for eleven people, of whom six live a life that holds: 2,000 each.
    expect(of(11, 6)).toEqual({ ended: 11, sustained: 6, amount: '2000.00' });
    expect(of(6, 6)).toEqual({ ended: 6, sustained: 6, amount: '2000.00' });
    for (const [ended, sustained] of [
      [9, 6],
      [11, 4],
      [3, 3],
      [8, 0],
      [0, 0],
    ])
      expect(of(ended, sustained)).toBeNull();
  });
});
