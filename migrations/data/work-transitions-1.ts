/**
 * Which step of an application and of a placement follows which. Written once, like a merged migration;
 * `modules/vocational-training/work/placements/work.states.ts` says the same, and a test compares the two.
 */
export const WORK_TRANSITIONS: readonly (readonly [of: string, from: string, to: string])[] = [
  ['application', 'new', 'sent'],
  ['application', 'sent', 'interview'],
  ['application', 'sent', 'accepted'],
  ['application', 'sent', 'declined'],
  ['application', 'sent', 'withdrawn'],
  ['application', 'interview', 'accepted'],
  ['application', 'interview', 'declined'],
  ['application', 'interview', 'withdrawn'],
  ['application', 'accepted', 'withdrawn'],
  ['placement', 'new', 'placed'],
  ['placement', 'placed', 'started'],
  ['placement', 'placed', 'ended'],
  ['placement', 'started', 'ended'],
];
