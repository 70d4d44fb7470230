import {
  followUpMarkState,
  proposedOutcome,
  type OutcomeEvidence,
  type FollowUpAnswers,
  type FollowUpAttempt,
} from './follow-up.rules';

const due = { months: 3, dueOn: '2026-04-10', opensOn: '2026-03-27', closesOn: '2026-05-01' };
const tried = (on: string, outcome: FollowUpAttempt['outcome'], months = 3): FollowUpAttempt => ({
  months,
  on,
  outcome,
});

describe('where a follow-up of the calendar stands', () => {
  it('nobody asks before its window opens, and after it closes it stays as lost', () => {
    expect(followUpMarkState(due, [], '2026-03-26')).toBe('ahead');
    expect(followUpMarkState(due, [], '2026-03-27')).toBe('open');
    expect(followUpMarkState(due, [], '2026-05-01')).toBe('open');
    expect(followUpMarkState(due, [], '2026-05-02')).toBe('lost');
    expect(followUpMarkState(due, [tried('2026-04-10', 'not_reached')], '2026-05-02')).toBe('lost');
  });

  it('whoever was reached was reached; after the window it says so', () => {
    const both = [tried('2026-04-01', 'not_reached'), tried('2026-05-01', 'reached')];
    expect(followUpMarkState(due, both, '2026-08-01')).toBe('reached');
    expect(followUpMarkState(due, [tried('2026-05-02', 'reached')], '2026-08-01')).toBe(
      'reached_late',
    );
    const then = [tried('2026-04-01', 'reached'), tried('2026-04-20', 'refused')];
    expect(followUpMarkState(due, then, '2026-04-21')).toBe('reached');
  });

  it('the last word counts: refused, unsafe to contact, or tried again', () => {
    expect(followUpMarkState(due, [tried('2026-04-01', 'refused')], '2026-06-01')).toBe('refused');
    expect(followUpMarkState(due, [tried('2026-04-01', 'unsafe')], '2026-04-02')).toBe('unsafe');
    const again = [tried('2026-04-01', 'unsafe'), tried('2026-04-12', 'not_reached')];
    expect(followUpMarkState(due, again, '2026-04-13')).toBe('open');
  });

  it('another mark’s word is not this one’s', () => {
    expect(followUpMarkState(due, [tried('2026-04-10', 'reached', 1)], '2026-04-11')).toBe('open');
  });
});

const well: FollowUpAnswers = {
  months: 12,
  economic: 'well',
  social: 'some',
  psychosocial: 'well',
  moved: 'no',
  retrafficked: 'no_sign',
  inDanger: 'no',
};
const known = (more: Partial<OutcomeEvidence> = {}): OutcomeEvidence => ({
  answers: [well],
  lastMark: { months: 12, dueOn: '2027-01-10', opensOn: '2026-12-11', closesOn: '2027-02-09' },
  surveys: [{ on: '2027-01-05', composite: '0.500000', lowest: '0.330001' }],
  sufficient: 0.5,
  high: 0.33,
  ...more,
});

describe('what the definition says of an outcome', () => {
  it.each([
    ['sustained', known()],
    ['not_known', known({ answers: [{ ...well, months: 6 }] })],
    ['not_known', known({ surveys: [] })],
    ['not_known', known({ surveys: [{ on: '2026-12-10', composite: '0.9', lowest: '0.9' }] })],
    ['not_known', known({ surveys: [{ on: '2027-01-05', composite: null, lowest: '0.9' }] })],
    ['at_risk', known({ surveys: [{ on: '2027-01-05', composite: '0.499999', lowest: '0.4' }] })],
    ['at_risk', known({ surveys: [{ on: '2027-01-05', composite: '0.6', lowest: '0.33' }] })],
    ['at_risk', known({ answers: [{ ...well, inDanger: 'yes' }] })],
    ['at_risk', known({ answers: [{ ...well, retrafficked: 'suspected' }] })],
    ['at_risk', known({ answers: [{ ...well, moved: 'by_need' }] })],
    ['at_risk', known({ answers: [{ ...well, social: 'bad' }] })],
    ['at_risk', known({ answers: [{ ...well, moved: 'by_choice', inDanger: 'yes' }] })],
    ['not_known', known({ answers: [{ ...well, inDanger: 'not_told' }] })],
    ['not_known', known({ answers: [{ ...well, moved: 'by_choice', retrafficked: 'not_told' }] })],
    ['moved_by_choice', known({ answers: [{ ...well, moved: 'by_choice' }], surveys: [] })],
    ['retrafficked', known({ answers: [{ ...well, months: 3, retrafficked: 'confirmed' }, well] })],
  ] as const)('%s', (outcome, facts) => {
    expect(proposedOutcome(facts)).toBe(outcome);
  });
});
