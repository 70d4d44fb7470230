/** The legal steps between the stages of a person's way through the programme: the one table. */
import { DomainError } from '../../src/shared/domain-error';

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

/** Help never waits for a decision of others: one may be assisted while still only presumed. */
const NEXT: Readonly<Record<Stage, readonly Stage[]>> = {
  detected: ['first_contact', 'presumed', 'not_victim', 'closed'],
  first_contact: ['presumed', 'not_victim', 'closed'],
  presumed: ['reflection_period', 'identified', 'assisted', 'not_victim', 'closed'],
  reflection_period: ['identified', 'assisted', 'not_victim', 'closed'],
  identified: ['assisted', 'exiting', 'closed'],
  not_victim: ['presumed', 'closed'],
  assisted: ['identified', 'exiting', 'not_victim', 'closed'],
  exiting: ['followed_up', 'assisted', 'closed'],
  followed_up: ['assisted', 'closed'],
  closed: ['presumed', 'assisted', 'followed_up'],
};

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

/** What a person may choose from; the first two are written by registering itself. */
export const CHOSEN_REASONS = STAGE_REASONS.slice(2);

export const isStage = (text: unknown): text is Stage => STAGES.includes(text as Stage);
export const nextStages = (from: Stage): readonly Stage[] => NEXT[from];

export function checkStep(from: Stage, to: Stage): void {
  if (!NEXT[from].includes(to)) {
    throw new DomainError('conflict', 'people.stage_step', {}, 'to');
  }
}

/** The shortest legal way to a stage that was reached before the person was written down here. */
export function wayTo(to: Stage): readonly Stage[] {
  const from: Partial<Record<Stage, Stage>> = {};
  const queue: Stage[] = ['detected'];
  for (let at = queue.shift(); at !== undefined && at !== to; at = queue.shift()) {
    if (at === 'closed' || at === 'not_victim') continue; // an end is not a way to somewhere else
    for (const next of NEXT[at]) {
      if (next === 'detected' || from[next]) continue;
      from[next] = at;
      queue.push(next);
    }
  }
  const way: Stage[] = [to];
  for (let before = from[to]; before; before = from[before]) way.unshift(before);
  return way;
}
