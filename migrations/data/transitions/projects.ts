/** Which step of a small project, and of an asset that it bought, follows which; triggers read the same in `project_transitions`. */
import type { TableRows } from '../insert-rows';
import { inOrder, stepRows } from './steps';

export const PROJECT_STEPS = {
  new: ['idea'],
  idea: ['training', 'plan', 'withdrawn'],
  training: ['plan', 'withdrawn'],
  plan: ['submitted', 'withdrawn'],
  submitted: ['approved', 'returned', 'refused', 'withdrawn'],
  returned: ['plan', 'withdrawn'],
  approved: ['running', 'withdrawn'],
  running: ['ended'],
} as const;

export const ASSET_STEPS = {
  new: ['kept'],
  kept: ['sold', 'lost', 'broken', 'handed_back'],
  broken: ['kept', 'sold', 'handed_back'],
} as const;

export const PROJECT_TRANSITION_ROWS: TableRows = [
  'project_transitions',
  inOrder([
    ...stepRows(PROJECT_STEPS).map((row) => ({ of_what: 'project', ...row })),
    ...stepRows(ASSET_STEPS).map((row) => ({ of_what: 'asset', ...row })),
  ]),
];
