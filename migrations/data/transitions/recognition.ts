/** Which step of a recognition of prior learning follows which; a trigger reads the same in `recognition_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const RECOGNITION_STEPS = {
  new: ['enquiry'],
  enquiry: ['eligible', 'not_eligible', 'withdrawn'],
  eligible: ['counselled', 'closed', 'withdrawn'],
  counselled: ['portfolio_open', 'closed', 'withdrawn'],
  portfolio_open: ['portfolio_submitted', 'closed', 'withdrawn'],
  // Open again: sent back to be completed.
  portfolio_submitted: ['portfolio_open', 'assessed', 'closed', 'withdrawn'],
  assessed: [
    'gap_training',
    'certified_full',
    'certified_partial',
    'appealed',
    'closed',
    'withdrawn',
  ],
  gap_training: ['assessed', 'closed', 'withdrawn'],
  // Upheld leads to a new assessment; dismissed, or taken back, to where the appeal was made.
  appealed: ['assessed', 'certified_partial', 'closed', 'withdrawn'],
  certified_partial: ['appealed'],
  // Only by a person of whom nothing was recognised yet.
  closed: ['appealed'],
} as const;

export const RECOGNITION_TRANSITION_ROWS: TableRows = [
  'recognition_transitions',
  inOrder(stepRows(RECOGNITION_STEPS)),
];
