/** The steps between the stages of a person's way: the table itself is data (`stage_transitions`). */
import type { Role } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';

export const STAGES = [
  'detected',
  'first_contact',
  'presumed',
  'reflection_period',
  'identified',
  'not_victim',
  'assisted',
  'exiting',
  'followed_up',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

/** Who decided a step: codes of the list `deciders`. */
export const DECIDERS = [
  'programme',
  'self',
  'organisation',
  'hotline',
  'police',
  'prosecutor',
  'judge',
  'labour_inspector',
  'health_service',
  'social_service',
] as const;
export type Decider = (typeof DECIDERS)[number];

/** Help never waits for a decision of others: one may be assisted while still only presumed. */
export interface Transition {
  readonly from: Stage;
  readonly to: Stage;
  readonly roles: readonly Role[];
  readonly deciders: readonly Decider[];
  /** A return after an ended stage. */
  readonly reopens: boolean;
}

/** Why a stage changes: codes, because free text about a person is never kept in clear. */
export const STAGE_REASONS = [
  'registered',
  'earlier_records',
  'assessment',
  'authority_decision',
  'person_wishes',
  'support_begins',
  'goals_reached',
  'handed_over',
  'contact_lost',
  'new_facts',
  'correction',
] as const;
export type StageReason = (typeof STAGE_REASONS)[number];

/** Reasons that can be chosen; the first two are written by the registration. */
export const CHOSEN_REASONS = STAGE_REASONS.slice(2);
const REOPENING: readonly StageReason[] = [
  'new_facts',
  'person_wishes',
  'authority_decision',
  'correction',
];

const byList = (a: Transition, b: Transition): number =>
  STAGES.indexOf(a.to) - STAGES.indexOf(b.to);

/** The steps from here, in the order of the list. */
export const stepsFrom = (table: readonly Transition[], from: Stage): readonly Transition[] =>
  table.filter((step) => step.from === from).sort(byList);

export interface StageStepInput {
  /** The stage that whoever decided saw. */
  readonly from?: Stage;
  readonly to: Stage;
  readonly reason: StageReason;
  /** The programme's own team where left out and allowed. */
  readonly decidedBy?: Decider | null;
}

/** The decider of a legal step by somebody with these roles, or the sentence of what is wrong. */
export function checkStep(
  table: readonly Transition[],
  from: Stage,
  { from: seen = from, to, reason, decidedBy }: StageStepInput,
  roles: readonly Role[],
): Decider {
  if (seen !== from) throw new DomainError('conflict', 'stages.changed_meanwhile', {}, 'to');
  const step = table.find((one) => one.from === from && one.to === to);
  if (!step) throw new DomainError('conflict', 'people.stage_step', {}, 'to');
  if (!step.roles.some((role) => roles.includes(role))) {
    throw new DomainError('forbidden', 'stages.role');
  }
  if (step.reopens && !REOPENING.includes(reason)) {
    throw new DomainError('invalid', 'stages.reopening_reason', {}, 'reason');
  }
  const decider = decidedBy ?? 'programme';
  if (!step.deciders.includes(decider)) {
    const code = decidedBy ? 'stages.decider' : 'stages.decider_needed';
    throw new DomainError('invalid', code, {}, 'decidedBy');
  }
  return decider;
}

/** The shortest legal way to a stage that was reached before the person was written down here. */
export function pathToStage(table: readonly Transition[], to: Stage): readonly Stage[] {
  const from: Partial<Record<Stage, Stage>> = {};
  const queue: Stage[] = ['detected'];
  for (let at = queue.shift(); at !== undefined && at !== to; at = queue.shift()) {
    if (at === 'closed' || at === 'not_victim') continue; // an end is not a way to somewhere else
    for (const { to: next } of stepsFrom(table, at)) {
      if (next === 'detected' || from[next]) continue;
      from[next] = at;
      queue.push(next);
    }
  }
  const way: Stage[] = [to];
  for (let before = from[to]; before; before = from[before]) way.unshift(before);
  return way;
}
