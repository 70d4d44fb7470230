/**
 * Which step of a project, and of a thing that it bought, follows which. Written once, like a merged migration;
 * `modules/vocational-training/projects/project.states.ts` says the same, and a test compares the two.
 */
export const PROJECT_TRANSITIONS: readonly (readonly [of: string, from: string, to: string])[] = [
  ['project', 'new', 'idea'],
  ['project', 'idea', 'training'],
  ['project', 'idea', 'plan'],
  ['project', 'idea', 'withdrawn'],
  ['project', 'training', 'plan'],
  ['project', 'training', 'withdrawn'],
  ['project', 'plan', 'submitted'],
  ['project', 'plan', 'withdrawn'],
  ['project', 'submitted', 'approved'],
  ['project', 'submitted', 'returned'],
  ['project', 'submitted', 'refused'],
  ['project', 'submitted', 'withdrawn'],
  ['project', 'returned', 'plan'],
  ['project', 'returned', 'withdrawn'],
  ['project', 'approved', 'running'],
  ['project', 'approved', 'withdrawn'],
  ['project', 'running', 'ended'],
  ['asset', 'new', 'kept'],
  ['asset', 'kept', 'sold'],
  ['asset', 'kept', 'lost'],
  ['asset', 'kept', 'broken'],
  ['asset', 'kept', 'handed_back'],
  ['asset', 'broken', 'kept'],
  ['asset', 'broken', 'sold'],
  ['asset', 'broken', 'handed_back'],
];
