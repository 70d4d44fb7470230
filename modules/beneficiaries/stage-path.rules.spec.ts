import { pathOf } from './stage-path.rules';

const at = new Date('2026-11-24T10:00:00Z');
const to = (stage: 'detected' | 'presumed' | 'not_victim' | 'reflection_period') => ({
  to: stage,
  at,
  untilOn: stage === 'reflection_period' ? '2026-12-24' : null,
});

describe('the picture of a person’s way', () => {
  it('says what is done, where the person is, what may follow and what comes later', () => {
    const steps = pathOf(
      'reflection_period',
      [to('detected'), to('presumed'), to('reflection_period')],
      ['identified', 'assisted'],
    );
    expect(steps.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
      'detected done',
      'first_contact passed',
      'presumed done',
      'reflection_period now',
      'identified next',
      'assisted next',
      'exiting ahead',
      'followed_up ahead',
      'closed ahead',
    ]);
    expect(steps[3]).toMatchObject({ untilOn: '2026-12-24' });
  });

  it('shows "not a victim" only to whom it happened', () => {
    const steps = pathOf('not_victim', [to('detected'), to('not_victim')], ['presumed']);
    expect(steps.map(({ stage }) => stage)).toContain('not_victim');
    expect(steps.find(({ stage }) => stage === 'presumed')?.state).toBe('next');
    const other = pathOf('presumed', [to('presumed')], ['not_victim']);
    expect(other.map(({ stage }) => stage)).not.toContain('not_victim');
  });
});
