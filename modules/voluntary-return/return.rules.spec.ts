import { requiresReason, type ReturnDecisionFacts, checkReturnDecision } from './return.rules';

const ADULT: ReturnDecisionFacts = {
  asChild: false,
  decider: 'self',
  capacity: 'not_in_doubt',
  assent: null,
  decision: 'go',
  pressure: 'none',
};
const CHILD: ReturnDecisionFacts = {
  asChild: true,
  decider: 'parent',
  capacity: null,
  assent: 'given',
  decision: 'go',
  pressure: 'none',
};
const said = (given: ReturnDecisionFacts): string => checkReturnDecision(given)?.code ?? 'taken';

describe('who decides on a return', () => {
  it.each([
    ['an adult for herself', ADULT, 'taken'],
    ['an adult whose mind was assessed, for herself', { ...ADULT, capacity: 'assessed' }, 'taken'],
    ['nobody else for an adult who can', { ...ADULT, decider: 'parent' }, 'returns.adult_decides'],
    [
      'not somebody who cannot weigh it',
      { ...ADULT, capacity: 'lacking' },
      'returns.adult_decides',
    ],
    [
      'a lawful decision-maker for somebody who cannot weigh it',
      { ...ADULT, capacity: 'lacking', decider: 'authority' },
      'taken',
    ],
    ['whether she can is asked', { ...ADULT, capacity: null }, 'returns.capacity_asked'],
    ['a parent and the child', CHILD, 'taken'],
    ['a child never alone', { ...CHILD, decider: 'self' }, 'returns.child_not_alone'],
    ['no guardian without asking the child', { ...CHILD, assent: null }, 'returns.child_is_asked'],
    ['no guardian against the child', { ...CHILD, assent: 'refused' }, 'returns.child_refuses'],
    [
      'a no of a child who refuses stands',
      { ...CHILD, assent: 'refused', decision: 'no' },
      'taken',
    ],
    ['nobody under pressure', { ...ADULT, pressure: 'some' }, 'returns.not_free'],
    ['nobody who was not asked', { ...ADULT, pressure: 'not_asked' }, 'returns.not_free'],
    ['a no needs no freedom', { ...ADULT, pressure: 'some', decision: 'no' }, 'taken'],
  ] as [string, ReturnDecisionFacts, string][])('%s', (_who, given, expected) => {
    expect(said(given)).toBe(expected);
  });

  it('a risk that nobody knows asks for a reason as a high one does', () => {
    expect(requiresReason(['none', 'low', 'medium'])).toBe(false);
    expect(requiresReason(['none', 'unknown'])).toBe(true);
    expect(requiresReason(['high'])).toBe(true);
  });
});
