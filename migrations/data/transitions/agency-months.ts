/** A month of an agency's ledger is prepared by one person, signed by another and opened again by two. */
import type { TableRows } from '../insert-rows';
import { namedStepRows, type StepName } from './named-steps';

export const AGENCY_MONTH_STEPS = {
  open: { prepared: 'prepared' },
  prepared: { returned: 'open', signed: 'signed' },
  signed: { unlock_asked: 'unlocking' },
  unlocking: { unlock_refused: 'signed', unlocked: 'open' },
} as const;
export type AgencyMonthStep = StepName<typeof AGENCY_MONTH_STEPS>;

export const AGENCY_MONTH_TRANSITION_ROWS: TableRows = [
  'agency_month_transitions',
  namedStepRows(AGENCY_MONTH_STEPS),
];
