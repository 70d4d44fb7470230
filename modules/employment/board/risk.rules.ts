/**
 * Alerts of a placement, most serious first: forced labour indicator, employer without valid vetting, late follow-up,
 * risky terms.
 */
import type { VettingStatus } from '../employers/employers.queries';
import type { FollowUpMarkState } from '../follow-up/follow-up.rules';
import type { PlacementState } from '../placements/placement-states.rules';

export const RISKS = [
  'signs',
  'employer',
  'unsafe',
  'late',
  'due',
  'undeclared',
  'no_rest',
  'housing',
] as const;
export type Risk = (typeof RISKS)[number];

export interface RiskFacts {
  readonly state: PlacementState;
  readonly signs: readonly string[];
  /** Null where there is no employer. */
  readonly standing: VettingStatus | null;
  readonly marks: readonly { readonly state: FollowUpMarkState }[];
  readonly cnss: boolean | null;
  readonly housingTied: boolean | null;
  readonly daysAWeek: number;
}

export function risksOf(facts: RiskFacts): Risk[] {
  const goesOn = facts.state !== 'ended';
  const last = facts.marks.findLast(({ state }) => state !== 'ahead')?.state;
  const vetted =
    facts.standing === null || facts.standing === 'accepted' || facts.standing === 'conditions';
  const found: Record<Risk, boolean> = {
    signs: facts.signs.length > 0,
    employer: goesOn && !vetted,
    unsafe: last === 'unsafe',
    // A job lost at an earlier mark and replaced at a later one is no alert.
    late: last === 'lost',
    due: last === 'open',
    undeclared: goesOn && facts.cnss === false,
    no_rest: goesOn && facts.daysAWeek === 7,
    housing: goesOn && facts.housingTied === true,
  };
  return RISKS.filter((risk) => found[risk]);
}
