import {
  draftOf,
  percentOfRate,
  rateOfPercent,
  stepOfField,
  stepsOf,
  textsOf,
  withStep,
} from './grant-draft.rules';

describe('a grant that is being entered', () => {
  it.each([
    ['7', '0.07'],
    ['7,5', '0.075'],
    ['٧', '0.07'],
    ['100', '1'],
    ['seven', 'seven'],
    ['', ''],
  ])('%p per cent is the rate %p', (typed, rate) => {
    expect(rateOfPercent(typed)).toBe(rate);
  });

  it('shows a rate as per cent', () => {
    expect([percentOfRate('0.07'), percentOfRate('0.075'), percentOfRate('x')]).toEqual([
      '7',
      '7.5',
      'x',
    ]);
  });

  it('has a step for the lines of each agency', () => {
    expect(stepsOf({ shares: [{}, {}] })).toEqual([
      'award',
      'agencies',
      'lines-0',
      'lines-1',
      'reports',
      'check',
    ]);
    expect(
      [
        'code',
        'recipient.uei',
        'shares',
        'outcomes.1.code',
        'shares.1.lines.0.code',
        'reports.0.kind',
      ].map(stepOfField),
    ).toEqual(['award', 'award', 'agencies', 'agencies', 'lines-1', 'reports']);
  });

  it('keeps the lines of an agency when its row moves, and leaves empty rows out', () => {
    const draft = { shares: [{ organisationCode: 'IOM', lines: [{ code: 'A-1' }] }] };
    const posted = {
      'shares.0.organisationCode': '',
      'shares.1.organisationCode': 'ILO',
      'shares.1.afterFee': '1 000,50',
      'shares.1.supportRate': '7',
      'shares.2.organisationCode': 'IOM',
      'outcomes.0.code': '',
    };
    expect(withStep(draft, 'agencies', posted)).toEqual({
      outcomes: [],
      shares: [
        { organisationCode: 'ILO', afterFee: '1000.50', supportRate: '0.07', lines: [] },
        { organisationCode: 'IOM', lines: [{ code: 'A-1' }] },
      ],
    });
  });

  it('takes lists that are none, and rows that are none, for nothing', () => {
    expect(draftOf({ code: 'A', shares: 'x', outcomes: [1, null, { code: 'o' }] })).toEqual({
      code: 'A',
      outcomes: [{ code: 'o' }],
      shares: [],
    });
  });

  it('names every text by its field', () => {
    expect(textsOf({ code: 'A', shares: [{ lines: [{ name: { fr: 'x' }, unsdg: 6 }] }] })).toEqual({
      code: 'A',
      'shares.0.lines.0.name.fr': 'x',
      'shares.0.lines.0.unsdg': '6',
    });
    expect(textsOf({ reports: [{ languages: ['fr', 'ar'] }] })).toEqual({
      'reports.0.languages': 'fr, ar',
    });
  });
});
