import {
  reportDueOn,
  isPeriodEnd,
  type Letter,
  periodEnds,
  sf425Of,
  type Sf425Facts,
} from './sf425.rules';

/**
 * A grant of 100,000.00 with a fee of 1 % and support costs of 7 %, four quarters, computed by hand:
 * fee = 1 % of what was received; support = 7 % of what the lines spent, rounded half up to the cent.
 */
const QUARTERS: [name: string, facts: Partial<Sf425Facts>, spent: string, expected: string][] = [
  [
    'the first: an advance of 40,000.00, half of it still in hand',
    { received: '40000.00', paidOut: '17500.00', promised: '2000.00' },
    '18000.00',
    // fee 400.00; support 7 % of 18,000.00 = 1,260.00
    'a 40000.00 b 19160.00 c 20840.00 d 100000.00 e 19660.00 f 2000.00 g 21660.00 h 78340.00',
  ],
  [
    'the second: spent before the donor sent more, cash in hand below zero',
    { received: '40000.00', paidOut: '41000.55', promised: '0.00' },
    '41000.55',
    // support 7 % of 41,000.55 = 2,870.0385 → 2,870.04
    'a 40000.00 b 44270.59 c -4270.59 d 100000.00 e 44270.59 f 0.00 g 44270.59 h 55729.41',
  ],
  [
    'the third: income of 1,500.00, of which 600.00 lower the federal share',
    {
      received: '75000.00',
      paidOut: '60000.00',
      promised: '10000.00',
      incomeEarned: '1500.00',
      incomeDeducted: '600.00',
      incomeAdded: '250.00',
    },
    '62000.00',
    // fee 750.00; support 4,340.00; e = 62,000.00 + 4,340.00 + 750.00 − 600.00
    'a 75000.00 b 65090.00 c 9910.00 d 100000.00 e 66490.00 f 10000.00 g 76490.00 h 23510.00 l 1500.00 m 600.00 n 250.00 o 650.00',
  ],
  [
    'the last: all of it spent, nothing promised, nothing left but cents',
    {
      received: '100000.00',
      paidOut: '92500.00',
      promised: '0.00',
      recipientRequired: '5000.00',
      recipientSpent: '4200.10',
    },
    '92500.00',
    // fee 1,000.00; support 6,475.00
    'a 100000.00 b 99975.00 c 25.00 d 100000.00 e 99975.00 f 0.00 g 99975.00 h 25.00 i 5000.00 j 4200.10 k 799.90',
  ],
];

const facts = (over: Partial<Sf425Facts>, spent: string): Sf425Facts => ({
  authorised: '100000.00',
  received: '0.00',
  paidOut: '0.00',
  promised: '0.00',
  exchange: '0.00',
  owed: '0.00',
  promisedAndAdvanced: '0.00',
  recipientRequired: '0.00',
  recipientSpent: '0.00',
  incomeEarned: '0.00',
  incomeDeducted: '0.00',
  incomeAdded: '0.00',
  ...over,
  spent,
  fee: { '40000.00': '400.00', '75000.00': '750.00', '100000.00': '1000.00' }[
    String(over.received)
  ]!,
  indirect: [{ organisationCode: 'IOM', rate: '0.07', base: spent }],
});

describe('the federal financial report', () => {
  it.each(QUARTERS)('%s', (_name, over, spent, expected) => {
    const { lines } = sf425Of(facts(over, spent), 'accrual');
    const pairs = expected.split(' ');
    for (let at = 0; at < pairs.length; at += 2)
      expect(lines[pairs[at] as Letter]).toBe(pairs[at + 1]);
  });

  it('reports on a cash basis what was paid out', () => {
    const over = { received: '40000.00', paidOut: '17500.00', promised: '2000.00' };
    const owing = { ...over, owed: '650.00', exchange: '150.00' };
    const { lines } = sf425Of(facts(owing, '18000.00'), 'cash');
    // b 17,500.00 + 1,260.00 + 400.00; e without the 150.00 lost to a rate; f 2,000.00 + 650.00
    expect([lines['b'], lines['e'], lines['f'], lines['g']]).toEqual([
      '19160.00',
      '19010.00',
      '2650.00',
      '21660.00',
    ]);
    expect(sf425Of(facts(owing, '18000.00'), 'accrual').lines['f']).toBe('2000.00');
  });

  it('counts an advance to a partner once on a cash basis: in 10e, and no longer in 10f', () => {
    // Paid out 17,500.00, of which 5,000.00 are an advance under agreements that keep 9,000.00 of 11,000.00 promised.
    const advanced = {
      received: '40000.00',
      paidOut: '17500.00',
      promised: '11000.00',
      owed: '650.00',
      promisedAndAdvanced: '5000.00',
    };
    const federal = (basis: 'cash' | 'accrual') => {
      const { lines } = sf425Of(facts(advanced, '12000.00'), basis);
      return ['e', 'f', 'g', 'h'].map((letter) => lines[letter as Letter]);
    };
    // support 7 % of 12,000.00 = 840.00; fee 400.00
    // cash: e 17,500.00 + 1,240.00; f 11,000.00 + 650.00 − 5,000.00; h 100,000.00 − 25,390.00
    expect(federal('cash')).toEqual(['18740.00', '6650.00', '25390.00', '74610.00']);
    // accrual: e 12,000.00 + 1,240.00; f 11,000.00; an advance is no expenditure yet
    expect(federal('accrual')).toEqual(['13240.00', '11000.00', '24240.00', '75760.00']);
  });

  it('shows what each agency charges for support, and all of them together', () => {
    const two = {
      ...facts({ received: '40000.00' }, '300.10'),
      indirect: [
        { organisationCode: 'IOM', rate: '0.07', base: '100.05' },
        { organisationCode: 'ILO', rate: '0.13', base: '200.05' },
      ],
    };
    // 7.0035 → 7.00; 26.0065 → 26.01
    expect(sf425Of(two, 'accrual')).toMatchObject({
      indirect: [{ charged: '7.00' }, { charged: '26.01' }],
      indirectTotal: { base: '300.10', charged: '33.01', federal: '33.01' },
    });
  });

  it('ends with a quarter, a half-year, a year, or the award', () => {
    expect(isPeriodEnd('quarterly', '2026-09-30', '2027-12-31')).toBe(true);
    expect(isPeriodEnd('quarterly', '2026-09-29', '2027-12-31')).toBe(false);
    expect(isPeriodEnd('semi_annual', '2026-09-30', '2027-12-31')).toBe(false);
    expect(isPeriodEnd('annual', '2026-12-31', '2027-12-31')).toBe(true);
    expect(isPeriodEnd('final', '2026-12-31', '2027-12-31')).toBe(false);
    expect(isPeriodEnd('final', '2027-12-31', '2027-12-31')).toBe(true);
  });

  it('is due 30 days after a quarter and 120 after the end', () => {
    expect(reportDueOn('2026-09-30', 30)).toBe('2026-10-30');
    expect(reportDueOn('2027-12-31', 120)).toBe('2028-04-29');
  });

  it('offers the periods that are over', () => {
    expect(periodEnds('quarterly', '2026-01-15', '2026-10-01')).toEqual([
      '2026-09-30',
      '2026-06-30',
      '2026-03-31',
    ]);
    expect(periodEnds('annual', '2025-01-01', '2026-11-24')).toEqual(['2025-12-31']);
  });
});
