/** Which step of a job application and of a placement follows which; triggers read the same in `work_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const APPLICATION_STEPS = {
  new: ['sent'],
  sent: ['interview', 'accepted', 'declined', 'withdrawn'],
  interview: ['accepted', 'declined', 'withdrawn'],
  accepted: ['withdrawn'],
} as const;

export const PLACEMENT_STEPS = {
  new: ['placed'],
  placed: ['started', 'ended'],
  started: ['ended'],
} as const;

export const WORK_TRANSITION_ROWS: TableRows = [
  'work_transitions',
  inOrder([
    ...stepRows(APPLICATION_STEPS).map((row) => ({ of_what: 'application', ...row })),
    ...stepRows(PLACEMENT_STEPS).map((row) => ({ of_what: 'placement', ...row })),
  ]),
];
