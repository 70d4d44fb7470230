import { amendmentErrors, changesBetween, type GrantInForce } from './amendment.rules';
import type { GrantDefinition } from './grant-definition.types';
import { grantTemplate } from './grant-template.data';

const share = grantTemplate.shares[0]!;
const [nights, care] = share.lines;
const IN_FORCE: GrantInForce = {
  definition: grantTemplate,
  taken: { 'A-1.1': '1000.00', 'A-2.1': '0.00' },
  firstCostOn: '2027-02-01',
  lastCostOn: '2027-06-30',
  received: '0.00',
};
const withLines = (first: string, second: string): GrantDefinition => ({
  ...grantTemplate,
  shares: [
    {
      ...share,
      lines: [
        { ...nights!, amount: first },
        { ...care!, amount: second },
      ],
    },
  ],
});
const said = (grant: GrantDefinition, over: Partial<GrantInForce> = {}) =>
  amendmentErrors(grant, { ...IN_FORCE, ...over }).map(({ code, field }) => [code, field]);

describe('an amendment', () => {
  it('that changes nothing stands against nothing', () => {
    expect(said(grantTemplate)).toEqual([]);
  });

  it('leaves a line what is spent and committed on it, to the cent', () => {
    expect(said(withLines('1000.00', '91523.36'))).toEqual([]);
    expect(said(withLines('999.99', '91523.37'))).toEqual([
      ['grants.line_below', 'shares.0.lines.0.amount'],
    ]);
  });

  it('of other things does not mind a line that a second person agreed to go beyond', () => {
    expect(said(grantTemplate, { taken: { 'A-1.1': '60000.01' } })).toEqual([]);
  });

  it('keeps the cent that a revision between agencies left in the direct costs of a share', () => {
    const rounded = withLines('60000.01', '32523.36');
    expect(said(rounded, { definition: rounded })).toEqual([]);
    expect(said(rounded)).toEqual([['grants.lines_differ', 'shares.0.lines']]);
  });

  it.each<[string, string, unknown[]]>([
    ['2027-02-01', '2027-06-30', []],
    ['2027-02-02', '2027-06-30', [['grants.cost_before', 'startsOn']]],
    ['2027-02-01', '2027-06-29', [['grants.cost_after', 'endsOn']]],
  ])('from %s to %s keeps every booked cost', (startsOn, endsOn, errors) => {
    expect(said({ ...grantTemplate, startsOn, endsOn })).toEqual(errors);
  });

  it('says what it changes, field by field, and nothing of amounts that are the same', () => {
    const after: GrantDefinition = {
      ...withLines('60000', '32523.36'),
      feeRate: '0.010',
      endsOn: '2029-06-30',
      awardNumber: 'S-1',
    };
    expect(changesBetween(grantTemplate, after)).toEqual([
      {
        part: 'award',
        code: null,
        field: 'awardNumber',
        before: grantTemplate.awardNumber,
        after: 'S-1',
      },
      { part: 'award', code: null, field: 'endsOn', before: '2028-12-31', after: '2029-06-30' },
    ]);
  });

  it('names an added line by all that it has', () => {
    const added = { ...care!, code: 'A-9', amount: '0.00' };
    const after = { ...grantTemplate, shares: [{ ...share, lines: [nights!, care!, added] }] };
    const changes = changesBetween(grantTemplate, after);
    expect(
      changes.every(({ part, code, before }) => `${part} ${code} ${before}` === 'line A-9 null'),
    ).toBe(true);
    expect(changes.map(({ field }) => field)).toContain('amount');
  });
});
