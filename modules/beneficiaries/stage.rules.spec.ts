import { list } from '../reference-lists';
import {
  type StageStepInput,
  checkStep,
  DECIDERS,
  type Stage,
  STAGES,
  stepsFrom,
  type Transition,
  pathToStage,
} from './stage.rules';

const aStep = (from: Stage, to: Stage, more: Partial<Transition> = {}): Transition => ({
  from,
  to,
  reopens: false,
  roles: ['reintegration_officer', 'case_supervisor'],
  deciders: ['programme', 'self'],
  ...more,
});
const TABLE: Transition[] = [
  aStep('detected', 'presumed'),
  aStep('presumed', 'assisted'),
  aStep('presumed', 'identified', { deciders: ['police', 'judge'], roles: ['case_supervisor'] }),
  aStep('presumed', 'not_victim'),
  aStep('not_victim', 'closed'),
  aStep('identified', 'exiting'),
  aStep('assisted', 'exiting'),
  aStep('exiting', 'followed_up'),
  aStep('closed', 'assisted', { reopens: true }),
];
const ask = (
  from: Stage,
  step: Partial<StageStepInput> & { to: Stage },
  role = 'case_supervisor',
) => checkStep(TABLE, from, { reason: 'assessment', ...step }, [role as 'case_supervisor']);

describe('the steps between stages', () => {
  it('know the same stages and deciders as the lists', () => {
    expect(list('stages').items.map(({ code }) => code)).toEqual(STAGES);
    expect(list('deciders').items.map(({ code }) => code)).toEqual(DECIDERS);
  });

  it('are decided by the team where nobody is named and it may', () => {
    expect(ask('detected', { to: 'presumed' })).toBe('programme');
    expect(ask('detected', { to: 'presumed', decidedBy: 'self' })).toBe('self');
  });

  it.each([
    ['a step that the table does not know', 'detected', { to: 'exiting' }, 'people.stage_step'],
    ['staying where one is', 'presumed', { to: 'presumed' }, 'people.stage_step'],
    [
      'a step decided before another one was noted',
      'first_contact',
      { from: 'detected', to: 'presumed' },
      'stages.changed_meanwhile',
    ],
    ['a formal step by the team', 'presumed', { to: 'identified' }, 'stages.decider_needed'],
    [
      'a step decided by the wrong authority',
      'presumed',
      { to: 'identified', decidedBy: 'hotline' },
      'stages.decider',
    ],
    ['opening again for no reason', 'closed', { to: 'assisted' }, 'stages.reopening_reason'],
  ] as const)('refuse %s', (_what, from, step, code) => {
    expect(() => ask(from, step)).toThrow(code);
  });

  it('refuse a role that does not write them down, and take a reason for opening again', () => {
    const formal = { to: 'identified', decidedBy: 'judge' } as const;
    expect(() => ask('presumed', formal, 'reintegration_officer')).toThrow('stages.role');
    expect(ask('presumed', formal)).toBe('judge');
    expect(ask('closed', { to: 'assisted', reason: 'new_facts' })).toBe('programme');
  });

  it('are offered in the order of the list', () => {
    expect(stepsFrom(TABLE, 'presumed').map(({ to }) => to)).toEqual([
      'identified',
      'not_victim',
      'assisted',
    ]);
  });

  it('find the shortest way to a stage reached earlier, never through an end', () => {
    expect(pathToStage(TABLE, 'detected')).toEqual(['detected']);
    expect(pathToStage(TABLE, 'followed_up')).toEqual([
      'detected',
      'presumed',
      'identified',
      'exiting',
      'followed_up',
    ]);
    expect(pathToStage(TABLE, 'closed')).toEqual(['closed']); // here only "not a victim" leads there
  });
});
