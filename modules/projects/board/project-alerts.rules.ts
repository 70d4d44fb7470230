/** Alerts of a project today, most urgent first. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import { addDays } from '../../platform/shared/nights.rules';
import type { ReviewMarkState } from '../follow-up/review.rules';
import type { TrancheStatus } from '../money/tranche.rules';
import type { ProjectState } from '../project-states.rules';

export const PROJECT_ALERTS = [
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
export type ProjectAlert = (typeof PROJECT_ALERTS)[number];

export interface ProjectAlertFacts {
  readonly state: ProjectState;
  /** Whether its last plan is before a sitting. */
  readonly before: boolean;
  readonly tranches: readonly (TrancheStatus & {
    readonly dueOn: CivilDate;
    readonly paidOn: CivilDate | null;
    readonly coversEnough: boolean;
  })[];
  readonly marks: readonly { readonly state: ReviewMarkState }[];
  readonly nextVisitOn: CivilDate | null;
}
/** Days before a milestone is due on which it begins to ask. */
const MILESTONE_NOTICE_DAYS = 14;

export function projectAlertsOf(
  facts: ProjectAlertFacts,
  today: CivilDate,
  receiptDays: number,
): ProjectAlert[] {
  const goesOn = facts.state === 'approved' || facts.state === 'running';
  const open = goesOn ? facts.tranches.filter(({ paid }) => !paid) : [];
  const next = open[0];
  const paid = goesOn ? facts.tranches.filter((one) => one.paid) : [];
  const mark = facts.marks.findLast(({ state }) => state !== 'ahead')?.state;
  const found: Record<ProjectAlert, boolean> = {
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
      next.dueOn <= addDays(today, MILESTONE_NOTICE_DAYS),
  };
  return PROJECT_ALERTS.filter((one) => found[one]);
}
