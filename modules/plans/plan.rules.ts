/** Rules of care plans: contents, requirements before submission, approvers, comparison of versions. */
import { DomainError } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';

export const DIMENSIONS = [
  'economic',
  'social',
  'psychosocial',
  'health',
  'legal',
  'safety',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];
/** Who does a step; who follows it up is a person of the team. */
export const STEP_ACTORS = ['person', 'team', 'partner', 'authority'] as const;
export type StepActor = (typeof STEP_ACTORS)[number];
export const AGREEMENTS = ['agreed', 'refused'] as const;
export type AgreementDecision = (typeof AGREEMENTS)[number];
export const AGREEMENT_MODES = ['oral', 'written', 'witnessed', 'guardian'] as const;
export type AgreementMode = (typeof AGREEMENT_MODES)[number];
export const PROGRESS_STATES = ['to_do', 'under_way', 'done', 'set_aside'] as const;
export type ProgressState = (typeof PROGRESS_STATES)[number];
export type PlanState = 'draft' | 'sent' | 'approved' | 'replaced' | 'dropped';

export interface Step {
  readonly key: string;
  readonly what: string | null;
  readonly who: StepActor;
  readonly userId: string | null;
  readonly dueOn: CivilDate | null;
}
export interface Goal {
  readonly key: string;
  readonly dimension: Dimension;
  readonly title: string | null;
  readonly steps: readonly Step[];
}

export function checkSending({
  agreement,
  goals,
}: {
  agreement: object | null;
  goals: readonly Goal[];
}): void {
  if (goals.length === 0) throw new DomainError('conflict', 'plans.no_goal');
  if (goals.some(({ steps }) => steps.length === 0)) {
    throw new DomainError('conflict', 'plans.goal_without_step');
  }
  if (agreement === null) throw new DomainError('conflict', 'plans.not_agreed');
}

export function checkAgreedOn(day: CivilDate, today: CivilDate): void {
  if (day > today) throw new DomainError('invalid', 'plans.agreed_in_future', {}, 'agreement.on');
}

/** Approved and returned alike: by none of those who wrote or sent it. */
export function checkDecider(decider: string, writers: readonly string[]): void {
  if (writers.includes(decider)) throw new DomainError('conflict', 'plans.own_plan');
}

export type Change = 'same' | 'added' | 'changed' | 'dropped';
type StepOf<G extends Goal> = G['steps'][number];
export interface StepChange<S extends Step = Step> {
  readonly change: Change;
  readonly before: S | null;
  readonly after: S | null;
}
export interface GoalChange<G extends Goal = Goal> {
  readonly change: Change;
  readonly before: G | null;
  readonly after: G | null;
  readonly steps: readonly StepChange<StepOf<G>>[];
}

/** Goals side by side in the order of the later version; dropped goals keep their position. */
export function compareGoals<G extends Goal>(
  before: readonly G[],
  after: readonly G[],
): GoalChange<G>[] {
  return paired(before, after).map(([old, now]) => ({
    before: old,
    after: now,
    change: changeOf(old, now, (a, b) => a.dimension === b.dimension && a.title === b.title),
    steps: paired<StepOf<G>>(old?.steps ?? [], now?.steps ?? []).map(([oldStep, step]) => ({
      before: oldStep,
      after: step,
      change: changeOf(
        oldStep,
        step,
        (a, b) =>
          a.what === b.what && a.who === b.who && a.userId === b.userId && a.dueOn === b.dueOn,
      ),
    })),
  }));
}

function changeOf<T>(before: T | null, after: T | null, alike: (a: T, b: T) => boolean): Change {
  if (before === null) return 'added';
  if (after === null) return 'dropped';
  return alike(before, after) ? 'same' : 'changed';
}

function paired<T extends { key: string }>(
  before: readonly T[],
  after: readonly T[],
): [T | null, T | null][] {
  const pairs: [T | null, T | null][] = after.map((now) => [
    before.find(({ key }) => key === now.key) ?? null,
    now,
  ]);
  for (const [place, old] of before.entries()) {
    if (after.some(({ key }) => key === old.key)) continue;
    const upper = before
      .slice(0, place)
      .findLast(({ key }) => pairs.some(([a, b]) => (b ?? a)!.key === key));
    const at = upper ? pairs.findIndex(([a, b]) => (b ?? a)!.key === upper.key) + 1 : 0;
    pairs.splice(at, 0, [old, null]);
  }
  return pairs;
}
