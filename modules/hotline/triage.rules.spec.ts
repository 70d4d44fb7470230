import { triage, type TriageAnswers } from './triage.rules';

const NOTHING: TriageAnswers = { danger: null, medical: null, minor: null, no_place: null };
const of = (answers: Partial<TriageAnswers>) => triage({ ...NOTHING, ...answers });

describe('what to do next in a call', () => {
  it('in danger: stay on the line, call the police, and nothing waits for the other answers', () => {
    expect(of({ danger: 'yes' })).toEqual({
      level: 'now',
      steps: ['stay_on_the_line', 'call_police'],
      open: ['medical', 'minor', 'no_place'],
      skipped: [],
    });
  });

  it('a woman with two children, hurt, with nowhere to sleep: everything, in its order', () => {
    expect(of({ danger: 'yes', medical: 'yes', minor: 'yes', no_place: 'yes' })).toEqual({
      level: 'now',
      steps: ['stay_on_the_line', 'call_police', 'call_ambulance', 'protect_child', 'find_bed'],
      open: [],
      skipped: [],
    });
  });

  it('nowhere to sleep tonight and nothing else: a bed, tonight', () => {
    expect(of({ danger: 'no', medical: 'no', minor: 'no', no_place: 'yes' })).toEqual({
      level: 'tonight',
      steps: ['find_bed'],
      open: [],
      skipped: [],
    });
  });

  it('a question that was skipped is asked again later, and never counts as no', () => {
    expect(of({ danger: 'skipped', medical: 'no', minor: 'no', no_place: 'no' })).toEqual({
      level: 'open',
      steps: ['ask_later'],
      open: [],
      skipped: ['danger'],
    });
  });

  it('four times no: inform, calmly', () => {
    expect(of({ danger: 'no', medical: 'no', minor: 'no', no_place: 'no' })).toEqual({
      level: 'calm',
      steps: ['inform'],
      open: [],
      skipped: [],
    });
  });

  it('nothing asked yet says nothing', () => {
    expect(of({})).toEqual({
      level: 'open',
      steps: [],
      open: ['danger', 'medical', 'minor', 'no_place'],
      skipped: [],
    });
  });
});
