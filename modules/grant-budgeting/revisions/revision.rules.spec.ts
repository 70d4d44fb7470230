import {
  agenciesThatChange,
  compareAmounts,
  judgeTransfer,
  transferOf,
  type Change,
} from './revision.rules';

const change = (objectClass: string, amount: string, organisationCode = 'IOM'): Change => ({
  objectClass,
  organisationCode,
  change: amount,
});

describe('what moves between direct cost categories', () => {
  it.each<[string, Change[], string]>([
    ['from contracts to travel', [change('f', '-100.00'), change('c', '100.00')], '100.00'],
    ['within contracts nothing moves', [change('f', '-100.00'), change('f', '100.00')], '0.00'],
    [
      'to two classes',
      [change('f', '-100.01'), change('c', '60.00'), change('e', '40.01')],
      '100.01',
    ],
    [
      'what a class gains and loses at once counts once',
      [change('f', '-100.00'), change('f', '30.00'), change('c', '70.00')],
      '70.00',
    ],
  ])('%s', (_what, changes, moved) => {
    expect(transferOf(changes).toFixed(2)).toBe(moved);
  });

  it('names the agencies whose lines gain or lose', () => {
    const inside = [change('f', '-5.00'), change('c', '5.00')];
    expect(agenciesThatChange(inside)).toEqual([]);
    expect(
      agenciesThatChange([...inside, change('f', '1.00', 'ILO'), change('a', '-1.00')]),
    ).toEqual([
      { organisationCode: 'IOM', change: '-1.00' },
      { organisationCode: 'ILO', change: '1.00' },
    ]);
  });
});

describe('the 10 % line of a budget of 2,500,000.00', () => {
  const rule = { total: '2500000.00', limitShare: '0.10', warningShare: '0.08' };
  it.each<[string, string, string, string]>([
    ['0.00', '199999.99', 'within', '50000.01'],
    ['0.00', '200000.00', 'warning', '50000.00'],
    ['150000.00', '100000.00', 'warning', '0.00'], // exactly at it
    ['150000.00', '100000.01', 'beyond', '-0.01'], // one cent over
    ['250000.00', '0.00', 'warning', '0.00'],
  ])('%s before and %s more: %s, room %s', (before, adds, verdict, room) => {
    expect(judgeTransfer({ ...rule, before, adds })).toMatchObject({
      verdict,
      room,
      limit: '250000.00',
    });
  });

  it('a share that does not make whole cents still decides to the cent', () => {
    // 10 % of 100.05 is 10.005: 10.00 is within, 10.01 beyond, though the line reads 10.01.
    const odd = { total: '100.05', limitShare: '0.10', warningShare: '0.08', before: '0.00' };
    expect(judgeTransfer({ ...odd, adds: '10.00' }).verdict).toBe('warning');
    expect(judgeTransfer({ ...odd, adds: '10.01' }).verdict).toBe('beyond');
  });
});

describe('before and after', () => {
  it('says the difference and its share of what was', () => {
    expect(compareAmounts('400.00', '-100.00')).toEqual({
      before: '400.00',
      change: '-100.00',
      after: '300.00',
      share: -0.25,
    });
    expect(compareAmounts('0.00', '50.00').share).toBeNull();
  });
});
