import { type RiskFacts, risksOf } from './risk.rules';

const GOOD: RiskFacts = {
  state: 'started',
  signs: [],
  standing: 'accepted',
  marks: [{ state: 'ahead' }],
  cnss: true,
  housingTied: false,
  daysAWeek: 6,
};
const risks = (more: Partial<RiskFacts>) => risksOf({ ...GOOD, ...more });

describe('what of a placement asks for somebody', () => {
  it('is nothing where all is well', () => {
    expect(risks({})).toEqual([]);
    expect(risks({ standing: 'conditions', marks: [{ state: 'reached' }] })).toEqual([]);
  });

  it('is a sign first, then the employer, then what is late, then the terms', () => {
    const all = { signs: ['wages'], standing: 'redo', marks: [{ state: 'lost' }] } as const;
    expect(risks({ ...all, cnss: false, daysAWeek: 7, housingTied: true })).toEqual([
      'signs',
      'employer',
      'late',
      'undeclared',
      'no_rest',
      'housing',
    ]);
  });

  it.each(['expired', 'refused', 'struck', 'redo', 'none'] as const)(
    'is an employer who is %s',
    (standing) => expect(risks({ standing })).toEqual(['employer']),
  );

  it('is the last mark that has come, not one that a later one made good', () => {
    expect(risks({ marks: [{ state: 'lost' }, { state: 'reached' }, { state: 'ahead' }] })).toEqual(
      [],
    );
    expect(risks({ marks: [{ state: 'reached' }, { state: 'lost' }] })).toEqual(['late']);
    expect(risks({ marks: [{ state: 'reached' }, { state: 'open' }] })).toEqual(['due']);
    expect(risks({ marks: [{ state: 'unsafe' }] })).toEqual(['unsafe']);
  });

  it('leaves the terms of work that has ended, and not its sign', () => {
    const over = { state: 'ended', standing: 'struck', cnss: false } as const;
    expect(risks({ ...over, signs: ['debt'] })).toEqual(['signs']);
  });

  it('has no employer to vet where somebody works for themselves', () => {
    expect(risks({ standing: null, cnss: null, housingTied: null })).toEqual([]);
  });
});
