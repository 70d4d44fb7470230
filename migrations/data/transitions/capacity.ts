/** Which step of a training of officials follows which; a trigger reads the same in `capacity_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const CAPACITY_STEPS = { new: ['planned'], planned: ['held', 'cancelled'] } as const;

export const CAPACITY_TRANSITION_ROWS: TableRows = [
  'capacity_transitions',
  inOrder(stepRows(CAPACITY_STEPS)),
];
