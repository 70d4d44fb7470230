import {
  ageing,
  faceOf,
  faceTotal,
  liquidationRate,
  mayRequestAdvance,
  openAdvances,
  outstandingOf,
  quarterOf,
  settledFromAdvances,
} from './partner.rules';

const paid = (...advances: [string, string][]) => advances.map(([on, amount]) => ({ on, amount }));
const amounts = (bands: readonly { amount: string }[]) => bands.map(({ amount }) => amount);

describe('what a partner holds', () => {
  const totals = {
    advanced: '150000.00',
    liquidated: '93000.50',
    refunded: '6999.50',
    claimed: '0.00',
    reimbursed: '0.00',
  };

  it('is what was advanced, less what is accepted, less what came back', () => {
    expect(outstandingOf(totals)).toBe('50000.00');
    expect(liquidationRate(totals)).toBeCloseTo(0.62000333, 8);
    expect(liquidationRate({ advanced: '0.00', liquidated: '0.00' })).toBeNull();
  });

  it('is settled first in, first out', () => {
    const advances = paid(
      ['2026-01-15', '100.00'],
      ['2026-04-15', '50.00'],
      ['2026-07-15', '80.00'],
    );
    expect(openAdvances(advances, '0').map(String)).toEqual(['100', '50', '80']);
    expect(openAdvances(advances, '120.25').map(String)).toEqual(['0', '29.75', '80']);
    expect(openAdvances(advances, '230').map(String)).toEqual(['0', '0', '0']);
  });
});

describe('the age of an advance', () => {
  it.each([
    ['2026-11-30', ['70.00', '0.00', '0.00']],
    ['2026-12-01', ['0.00', '70.00', '0.00']],
    ['2027-02-28', ['0.00', '70.00', '0.00']],
    ['2027-03-01', ['0.00', '0.00', '70.00']],
  ])('paid on 31 August, on %s it stands in its band', (today, bands) => {
    expect(amounts(ageing(paid(['2026-08-31', '70.00']), '0', today, [3, 6]))).toEqual(bands);
  });

  it('puts each open rest in the band of its own payment', () => {
    const advances = paid(
      ['2026-02-28', '100.00'],
      ['2026-06-30', '60.00'],
      ['2026-10-05', '90.00'],
    );
    // 110.00 settled: the first is closed, 50.00 of the second and all of the third are open.
    const bands = ageing(advances, '110.00', '2026-11-24', [3, 6]);
    expect(bands).toEqual([
      { from: 0, until: 3, amount: '90.00' },
      { from: 3, until: 6, amount: '50.00' },
      { from: 6, until: null, amount: '0.00' },
    ]);
    expect(amounts(ageing(advances, '40.00', '2026-11-24', [3, 6]))).toEqual([
      '90.00',
      '60.00',
      '60.00',
    ]);
  });
});

describe('a new advance', () => {
  it.each([
    ['none was paid', paid(), '0', true],
    ['exactly 80.00 % of the only one', paid(['2026-07-01', '1000.00']), '800.00', true],
    ['one cent less', paid(['2026-07-01', '1000.00']), '799.99', false],
    ['80 % of an odd amount is not whole cents', paid(['2026-07-01', '333.33']), '266.66', false],
    ['the cent above it', paid(['2026-07-01', '333.33']), '266.67', true],
    [
      'the earlier one whole and 80 % of the last',
      paid(['2026-04-01', '500.00'], ['2026-07-01', '1000.00']),
      '1300.00',
      true,
    ],
    [
      'the earlier one not whole',
      paid(['2026-04-01', '500.00'], ['2026-07-01', '1000.00']),
      '499.99',
      false,
    ],
  ])('%s', (_what, advances, settled, holds) => {
    expect(mayRequestAdvance(advances, settled, '0.8').holds).toBe(holds);
  });

  it('returns the figures that are missing', () => {
    const advances = paid(['2026-04-01', '500.00'], ['2026-07-01', '333.33']);
    expect(mayRequestAdvance(advances, '600.00', '0.8')).toEqual({
      holds: false,
      earlier: '500.00',
      earlierSettled: '500.00',
      last: '333.33',
      lastSettled: '100.00',
      needed: '266.67',
    });
  });
});

describe('what the books let go of', () => {
  const advances = [
    { on: '2026-07-01', amount: '1000.00', rate: '0.10000000' },
    { on: '2026-10-01', amount: '500.00', rate: '0.11000000' },
  ];
  it('is the oldest advance at its own rate, and nothing is left when nothing is open', () => {
    // 100.00 + 55.00 stand; 1,200.00 settled leaves 300.00 at 0.11: 33.00.
    expect(String(settledFromAdvances('155.00', advances, '1200.00'))).toBe('122');
    expect(String(settledFromAdvances('33.00', advances, '1500.00'))).toBe('33');
    // An odd cent from rounding goes with the last of it.
    expect(String(settledFromAdvances('33.01', advances, '1500.00'))).toBe('33.01');
  });
});

describe('the form FACE', () => {
  it('of two quarters, the second begins with what the first leaves', () => {
    const third = faceOf({
      a: '90000.00',
      b: '78400.50',
      c: '76000.00',
      e: '85000.00',
      f: '80000.00',
    });
    expect(third).toMatchObject({ d: '14000.00', g: '94000.00' });
    const fourth = faceOf({ a: third.g, b: '95000.00', c: '94000.00', e: '0.00', f: '0.00' });
    expect(fourth).toMatchObject({ d: '0.00', g: '0.00' });
  });

  it('adds its lines up by column, and one line may be below zero where another is above', () => {
    const rows = [
      { a: '60000.00', b: '62500.00', c: '62500.00', e: '10000.00', f: '9000.00' },
      { a: '30000.00', b: '15900.50', c: '13500.00', e: '5000.00', f: '5000.00' },
    ];
    expect(rows.map((row) => faceOf(row).d)).toEqual(['-2500.00', '16500.00']);
    expect(faceTotal(rows)).toEqual({
      a: '90000.00',
      b: '78400.50',
      c: '76000.00',
      d: '14000.00',
      e: '15000.00',
      f: '14000.00',
      g: '28000.00',
    });
  });

  it('knows the quarter of a day', () => {
    expect(quarterOf('2026-11-24')).toBe('2026-10-01');
    expect(quarterOf('2026-11-24', 1)).toBe('2027-01-01');
    expect(quarterOf('2026-01-01', -1)).toBe('2025-10-01');
  });
});
