import { checkDecider, checkSending, compareGoals, type Goal, type Step } from './plan.rules';

const step = (key: string, more: Partial<Step> = {}): Step => ({
  key,
  what: `étape ${key}`,
  who: 'team',
  userId: null,
  dueOn: null,
  ...more,
});
const goal = (key: string, steps: Step[] = [], more: Partial<Goal> = {}): Goal => ({
  key,
  dimension: 'legal',
  title: `but ${key}`,
  steps,
  ...more,
});
const drawn = (before: Goal[], after: Goal[]) =>
  compareGoals(before, after).map(
    ({ change, before: a, after: b, steps }) =>
      `${change} ${(b ?? a)!.key}` +
      steps.map((one) => ` ${one.change} ${(one.after ?? one.before)!.key}`).join(''),
  );

describe('two versions side by side', () => {
  it('nothing changed, nothing drawn', () => {
    const goals = [goal('A', [step('a'), step('b')])];
    expect(drawn(goals, goals)).toEqual(['same A same a same b']);
  });

  it('what is added, changed and dropped, of goals and of steps', () => {
    const before = [goal('A', [step('a'), step('b')]), goal('B', [step('c')]), goal('C')];
    const after = [
      goal('A', [step('b', { dueOn: '2026-12-01' }), step('d')]),
      goal('C', [], { title: 'autrement' }),
      goal('D', [step('e')]),
    ];
    expect(drawn(before, after)).toEqual([
      'same A dropped a changed b added d',
      'dropped B dropped c',
      'changed C',
      'added D added e',
    ]);
  });

  it.each([
    ['who does it', { who: 'person' as const }],
    ['who follows it up', { userId: 'u' }],
    ['until when', { dueOn: '2026-12-01' }],
    ['its words', { what: 'autre' }],
  ])('a step is changed by %s', (_what, more) => {
    expect(drawn([goal('A', [step('a')])], [goal('A', [step('a', more)])])).toEqual([
      'same A changed a',
    ]);
  });

  it('a goal in another dimension is a changed goal; a new order alone is none', () => {
    expect(drawn([goal('A')], [goal('A', [], { dimension: 'health' })])).toEqual(['changed A']);
    expect(drawn([goal('A'), goal('B')], [goal('B'), goal('A')])).toEqual(['same B', 'same A']);
  });

  it('of the first version everything is added', () => {
    expect(drawn([], [goal('A', [step('a')])])).toEqual(['added A added a']);
  });
});

describe('sending a plan', () => {
  it.each([
    ['plans.no_goal', { agreement: {}, goals: [] }],
    ['plans.goal_without_step', { agreement: {}, goals: [goal('A', [step('a')]), goal('B')] }],
    ['plans.not_agreed', { agreement: null, goals: [goal('A', [step('a')])] }],
  ])('is refused: %s', (code, plan) => {
    expect(() => checkSending(plan)).toThrow(code);
  });
  it('goes with a goal, a step and what the person said, also a refusal', () => {
    expect(() => checkSending({ agreement: {}, goals: [goal('A', [step('a')])] })).not.toThrow();
  });
});

it('who wrote a plan does not decide on it', () => {
  expect(() => checkDecider('a', ['b', 'a'])).toThrow('plans.own_plan');
  expect(() => checkDecider('c', ['b', 'a'])).not.toThrow();
});
