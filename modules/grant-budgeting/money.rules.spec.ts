import fc from 'fast-check';
import {
  agencyShares,
  allocate,
  convert,
  convertPart,
  splitEvenly,
  inverse,
  splitByAvailable,
  sumOf,
  toCent,
  written,
} from './money.rules';

const texts = (amounts: readonly { toFixed(decimals: number): string }[]) =>
  amounts.map((amount) => amount.toFixed(2));
/** Amounts in whole cents, as text: "0.01" to "99999999.99". */
const cents = (max = 9_999_999_999) =>
  fc
    .integer({ min: 1, max })
    .map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`);

describe('rounding to the cent', () => {
  it.each([
    ['0.005', '0.01'],
    ['0.0049999', '0.00'],
    ['2.675', '2.68'],
    ['-2.675', '-2.68'],
    ['1285046.728971', '1285046.73'],
  ])('%s becomes %s', (amount, result) => expect(written(amount)).toBe(result));
});

describe('the grant of 2,500,000.00', () => {
  const grant = agencyShares('2500000', '0.01', [
    { afterFee: '1375000', supportRate: '0.07' }, // IOM; the three shares are invented
    { afterFee: '600000', supportRate: '0.07' }, // UNODC
    { afterFee: '500000', supportRate: '0.07' }, // ILO
  ]);

  it('loses one per cent to the administrative agent', () => {
    expect(written(grant.fee)).toBe('25000.00');
    expect(written(grant.afterFee)).toBe('2475000.00');
  });

  it('leaves each agency its direct costs, which add up to 2,313,084.11', () => {
    expect(texts(grant.shares.map((share) => share.direct))).toEqual([
      '1285046.73',
      '560747.66',
      '467289.72',
    ]);
    expect(written(grant.direct)).toBe('2313084.11');
  });

  it('gives the remainder to support costs, 161,915.89 in all', () => {
    expect(texts(grant.shares.map((share) => share.support))).toEqual([
      '89953.27',
      '39252.34',
      '32710.28',
    ]);
    expect(written(grant.support)).toBe('161915.89');
  });

  it('refuses shares that do not add up to what the fee leaves', () => {
    expect(() =>
      agencyShares('2500000', '0.01', [{ afterFee: '2475000.01', supportRate: '0.07' }]),
    ).toThrow(RangeError);
  });
});

describe('converting', () => {
  it('multiplies with the rate of the day and rounds once', () => {
    expect(written(convert('1250.50', '0.10869565'))).toBe('135.92'); // 135.9239…
  });

  it('reads "1 USD = 9.20 MAD" the other way round', () => {
    expect(inverse('9.20')).toBe('0.10869565');
  });

  it('keeps all digits of a large amount', () => {
    expect(written(convert('999999999999.99', '9999.12345678'))).toBe('9999123456779900.01');
  });
});

describe('what a line still holds', () => {
  it('is spent, and the rest is unfunded to the cent, in both currencies', () => {
    const split = splitByAvailable('1000.00', '108.70', '100.00');
    expect(texts([split.spent, split.unfunded])).toEqual(['100.00', '8.70']);
    expect(texts([split.originalSpent, split.originalUnfunded])).toEqual(['919.96', '80.04']);
  });

  it('is nothing once the line is used up or its budget was lowered below what is spent', () => {
    expect(written(splitByAvailable('50.00', '50.00', '-20.00').spent)).toBe('0.00');
    expect(written(splitByAvailable('50.00', '50.00', '-20.00').originalUnfunded)).toBe('50.00');
  });

  it('never loses or finds a cent', () => {
    fc.assert(
      fc.property(cents(), cents(), cents(), (original, amount, room) => {
        const split = splitByAvailable(original, amount, room);
        expect(split.spent.plus(split.unfunded).equals(amount)).toBe(true);
        expect(split.originalSpent.plus(split.originalUnfunded).equals(original)).toBe(true);
        expect(split.spent.lessThanOrEqualTo(room)).toBe(true);
        expect(split.originalSpent.isNegative() || split.originalUnfunded.isNegative()).toBe(false);
      }),
    );
  });
});

describe('parts by weight', () => {
  it('put the cent difference on the last one', () => {
    expect(texts(allocate('100.00', ['1', '1', '1']))).toEqual(['33.33', '33.33', '33.34']);
    expect(texts(allocate('467289.72', ['3', '2', '2']))).toEqual([
      '200267.02',
      '133511.35',
      '133511.35',
    ]);
  });

  it('add up to the whole, whatever the weights', () => {
    fc.assert(
      fc.property(
        cents(),
        fc.array(cents(1_000_000), { minLength: 1, maxLength: 20 }),
        (whole, weights) => {
          expect(sumOf(allocate(whole, weights)).equals(whole)).toBe(true);
        },
      ),
    );
  });

  it('of any grant, fee, direct and support add up to the award', () => {
    const rate = fc.integer({ min: 0, max: 200 }).map((n) => (n / 1000).toFixed(3));
    const weights = fc.array(cents(1_000_000), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(cents(), rate, rate, weights, (amount, feeRate, supportRate, parts) => {
        const afterFee = toCent(amount).minus(convert(amount, feeRate));
        const inputs = allocate(afterFee, parts).map((share) => ({ afterFee: share, supportRate }));
        const { fee, direct, support } = agencyShares(amount, feeRate, inputs);
        expect(sumOf([fee, direct, support]).equals(amount)).toBe(true);
      }),
    );
  });
});

describe('a bill that several share', () => {
  it.each([
    ['100.00', 3, ['33.34', '33.33', '33.33']],
    ['100.00', 7, ['14.29', '14.29', '14.29', '14.29', '14.28', '14.28', '14.28']],
    ['0.05', 2, ['0.03', '0.02']],
    ['0.02', 3, ['0.01', '0.01', '0.00']],
    ['1250.50', 1, ['1250.50']],
  ])('%s among %i', (whole, among, parts) =>
    expect(texts(splitEvenly(whole, among))).toEqual(parts),
  );

  it('always adds up, and no two parts differ by more than a cent', () => {
    fc.assert(
      fc.property(cents(), fc.integer({ min: 1, max: 200 }), (whole, among) => {
        const parts = splitEvenly(whole, among);
        expect(written(sumOf(parts))).toBe(whole);
        expect(parts[0]!.minus(parts.at(-1)!).toNumber()).toBeLessThanOrEqual(0.01);
      }),
    );
  });

  it('is converted part by part to what the whole is worth: 100.00 MAD at 0.10869565 is 10.87', () => {
    // Alone each of 33.34, 33.33 and 33.33 would be 3.62, together 10.86.
    const rate = '0.10869565';
    expect(written(convert('100.00', rate))).toBe('10.87');
    const parts = [
      convertPart('0', '33.34', rate), // 3.62
      convertPart('33.34', '33.33', rate), // up to 66.67: 7.25
      convertPart('66.67', '33.33', rate), // up to 100.00: 10.87
    ];
    expect(texts(parts)).toEqual(['3.62', '3.63', '3.62']);
  });

  it('of nobody cannot be shared', () => expect(() => splitEvenly('5', 0)).toThrow(RangeError));
});
