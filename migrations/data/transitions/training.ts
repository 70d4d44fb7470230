/** Which step of an enrolment in a training follows which; a trigger on the steps reads the same in `training_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const TRAINING_STEPS = {
  new: ['applied', 'waiting'],
  applied: ['admitted', 'withdrawn', 'cancelled'],
  waiting: ['offered', 'withdrawn', 'cancelled'],
  offered: ['admitted', 'withdrawn', 'cancelled'],
  admitted: ['started', 'withdrawn', 'cancelled'],
  started: ['completed', 'dropped_out', 'cancelled'],
  completed: ['certified'],
} as const;

export const TRAINING_TRANSITION_ROWS: TableRows = [
  'training_transitions',
  inOrder(stepRows(TRAINING_STEPS)),
];
