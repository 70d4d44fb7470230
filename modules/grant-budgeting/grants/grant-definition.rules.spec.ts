import { grantTemplate } from './grant-template.data';
import { definitionErrors } from './grant-definition.rules';
import type { GrantDefinition, LineDefinition, ShareDefinition } from './grant-definition.types';

const said = (grant: GrantDefinition) =>
  definitionErrors(grant).map(({ code, field, params }) => [code, field, params['difference']]);
const share = grantTemplate.shares[0]!;
const withShare = (change: Partial<ShareDefinition>): GrantDefinition => ({
  ...grantTemplate,
  shares: [{ ...share, ...change }],
});
const withLine = (change: Partial<LineDefinition>): GrantDefinition =>
  withShare({ lines: [{ ...share.lines[0]!, ...change }, share.lines[1]!] });

describe('a grant adds up', () => {
  it('as the template stands', () => {
    // 100,000.00 less 1 % is 99,000.00; at 7 % support its direct costs are 92,523.36.
    expect(said(grantTemplate)).toEqual([]);
  });

  it.each<[string, GrantDefinition, [string, string, string?][]]>([
    [
      'a share above the award',
      withShare({ afterFee: '99000.01' }),
      [
        ['grants.shares_differ', 'shares', '0.01 EUR'],
        ['grants.lines_differ', 'shares.0.lines', '-0.01 EUR'],
      ],
    ],
    [
      'lines a cent above the direct costs',
      withLine({ amount: '60000.01' }),
      [['grants.lines_differ', 'shares.0.lines', '0.01 EUR']],
    ],
    [
      'the last day before the first',
      { ...grantTemplate, endsOn: '2026-12-31' },
      [['grants.ends_before_it_starts', 'endsOn', undefined]],
    ],
    [
      'a line code twice',
      withLine({ code: 'A-2.1' }),
      [['grants.code_twice', 'shares.0.lines.1.code', undefined]],
    ],
    [
      'an outcome that the grant has not',
      withLine({ outcome: '9' }),
      [['grants.unknown_outcome', 'shares.0.lines.0.outcome', undefined]],
    ],
    [
      'an agency twice',
      { ...grantTemplate, shares: [share, share] },
      [
        ['grants.shares_differ', 'shares', '99000.00 EUR'],
        ['grants.code_twice', 'shares.1.organisationCode', undefined],
        ['grants.code_twice', 'shares.1.lines.0.code', undefined],
        ['grants.code_twice', 'shares.1.lines.1.code', undefined],
      ],
    ],
  ])('%s is refused', (_what, grant, errors) => {
    expect(said(grant)).toEqual(errors);
  });

  it('with an award of nothing is refused', () => {
    expect(said({ ...grantTemplate, amount: '0.00' })).toContainEqual([
      'grants.no_amount',
      'amount',
      undefined,
    ]);
  });
});
