/**
 * Which stage of a complaint follows which, and whose step it is: the channel receives it, a focal point works on it,
 * and the person who complained may come back after an answer. Pages and a trigger read `complaint_steps`.
 */
import type { TableRows } from '../insert-rows';

interface ComplaintStep {
  /** Null: before the complaint is received. */
  readonly from: string | null;
  readonly by: 'channel' | 'focal_point' | 'person';
  readonly to: readonly string[];
}

export const COMPLAINT_STEPS: readonly ComplaintStep[] = [
  { from: null, by: 'channel', to: ['received'] },
  { from: 'received', by: 'focal_point', to: ['acknowledged'] },
  {
    from: 'acknowledged',
    by: 'focal_point',
    to: ['under_investigation', 'measures', 'answered', 'referred'],
  },
  { from: 'under_investigation', by: 'focal_point', to: ['measures', 'answered', 'referred'] },
  { from: 'measures', by: 'focal_point', to: ['under_investigation', 'answered', 'referred'] },
  { from: 'referred', by: 'focal_point', to: ['under_investigation', 'measures', 'answered'] },
  { from: 'answered', by: 'focal_point', to: ['under_investigation', 'referred', 'closed'] },
  { from: 'answered', by: 'person', to: ['reopened', 'appealed'] },
  { from: 'closed', by: 'focal_point', to: ['reopened'] },
  { from: 'closed', by: 'person', to: ['reopened', 'appealed'] },
  {
    from: 'reopened',
    by: 'focal_point',
    to: ['under_investigation', 'measures', 'answered', 'referred'],
  },
  { from: 'reopened', by: 'person', to: ['appealed'] },
  { from: 'appealed', by: 'focal_point', to: ['acknowledged'] },
];

/** The identity column numbers the steps in the order in which pages offer them. */
export const COMPLAINT_STEP_ROWS: TableRows = [
  'complaint_steps',
  COMPLAINT_STEPS.flatMap(({ from, by, to }) =>
    to.map((stage) => ({ from_stage: from, to_stage: stage, by })),
  ),
];
