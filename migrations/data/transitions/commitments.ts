/** From each state of a commitment, the steps that may be taken and the state to which each leads. */
import type { TableRows } from '../insert-rows';
import { namedStepRows, type StepName } from './named-steps';

export const COMMITMENT_STEPS = {
  new: { planned: 'planned', requested: 'requested' },
  planned: { requested: 'requested', withdrawn: 'withdrawn' },
  requested: { approved: 'approved', refused: 'refused', withdrawn: 'withdrawn' },
  approved: { over_agreed: 'approved', committed: 'committed', withdrawn: 'withdrawn' },
  committed: {
    received: 'committed',
    invoiced: 'committed',
    paid: 'committed',
    cancelled: 'committed',
    undone: 'committed',
  },
} as const;
export type CommitmentStep = StepName<typeof COMMITMENT_STEPS>;

export const COMMITMENT_TRANSITION_ROWS: TableRows = [
  'commitment_transitions',
  namedStepRows(COMMITMENT_STEPS),
];
