import { nextStepAfterAttempt } from './call-back.rules';

const NOW = new Date('2026-11-24T23:10:00Z');
const AGREED = new Date('2026-11-25T09:00:00Z');

describe('after an attempt to call back', () => {
  it('reached, or not wanted any more: it is over', () => {
    expect(nextStepAfterAttempt('reached', NOW, null)).toEqual({ closes: 'reached' });
    expect(nextStepAfterAttempt('not_wanted', NOW, null)).toEqual({ closes: 'not_wanted' });
  });

  it('a sign of danger ends it, whatever time was agreed', () => {
    expect(nextStepAfterAttempt('unsafe', NOW, AGREED)).toEqual({ closes: 'unsafe' });
  });

  it('nobody answered: an hour later; engaged: a quarter of an hour; somebody else: three hours', () => {
    const next = (outcome: 'no_answer' | 'engaged' | 'somebody_else') =>
      nextStepAfterAttempt(outcome, NOW, null);
    expect(next('no_answer')).toEqual({ nextAt: new Date('2026-11-25T00:10:00Z') });
    expect(next('engaged')).toEqual({ nextAt: new Date('2026-11-24T23:25:00Z') });
    expect(next('somebody_else')).toEqual({ nextAt: new Date('2026-11-25T02:10:00Z') });
  });

  it('a time that was agreed comes first', () => {
    expect(nextStepAfterAttempt('no_answer', NOW, AGREED)).toEqual({ nextAt: AGREED });
  });
});
