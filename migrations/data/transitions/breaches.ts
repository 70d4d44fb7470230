/** Which step of a breach follows which; a trigger reads the same in `breach_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const BREACH_STEPS = {
  reported: ['assessed'],
  assessed: ['closed'],
  // What is learnt afterwards is assessed anew.
  closed: ['assessed'],
} as const;

export const BREACH_TRANSITION_ROWS: TableRows = [
  'breach_transitions',
  inOrder(stepRows(BREACH_STEPS)),
];
