/** What of a project asks for somebody today, the most pressing first. */
import type { CivilDate } from '../../../../src/shared/nights';
import { addDays } from '../../../../src/shared/nights';
import type { MarkState } from '../follow-up/review.rules';
import type { TrancheStanding } from '../money/tranche.rules';
import type { ProjectState } from '../project.states';

export const ASKS = [
  'decide',
  'put',
  'milestone_late',
  'pay',
  'receipts_look',
  'receipts_late',
  'review_lost',
  'review',
  'visit',
  'milestone',
] as const;
export type Ask = (typeof ASKS)[number];

export interface AskFacts {
  readonly state: ProjectState;
  /** Whether its last plan is before a sitting. */
  readonly before: boolean;
  readonly tranches: readonly (TrancheStanding & {
    readonly dueOn: CivilDate;
    readonly paidOn: CivilDate | null;
    readonly coversEnough: boolean;
  })[];
  readonly marks: readonly { readonly state: MarkState }[];
  readonly nextVisitOn: CivilDate | null;
}
/** Days before a milestone is due on which it begins to ask. */
const SOON = 14;

export function asksOf(facts: AskFacts, today: CivilDate, receiptDays: number): Ask[] {
  const goesOn = facts.state === 'approved' || facts.state === 'running';
  const open = goesOn ? facts.tranches.filter(({ paid }) => !paid) : [];
  const next = open[0];
  const paid = goesOn ? facts.tranches.filter((one) => one.paid) : [];
  const mark = facts.marks.findLast(({ state }) => state !== 'ahead')?.state;
  const found: Record<Ask, boolean> = {
    decide: facts.state === 'submitted' && facts.before,
    put: facts.state === 'submitted' && !facts.before,
    milestone_late: next !== undefined && !next.reached && next.dueOn < today,
    pay: next !== undefined && next.missing.length === 0,
    receipts_look: paid.some(({ waiting }) => waiting > 0),
    receipts_late: paid.some(
      ({ coversEnough, paidOn }) =>
        !coversEnough && paidOn !== null && addDays(paidOn, receiptDays) < today,
    ),
    review_lost: mark === 'lost',
    review: mark === 'open',
    visit: goesOn && facts.nextVisitOn !== null && facts.nextVisitOn <= today,
    milestone:
      next !== undefined &&
      !next.reached &&
      next.dueOn >= today &&
      next.dueOn <= addDays(today, SOON),
  };
  return ASKS.filter((one) => found[one]);
}
