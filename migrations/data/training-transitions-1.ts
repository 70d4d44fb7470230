/**
 * Which step of an enrolment follows which. Written once, like a merged migration;
 * `modules/vocational-training/enrolments/enrolment.states.ts` says the same, and a test compares the two.
 */
export const TRAINING_TRANSITIONS: readonly (readonly [from: string, to: string])[] = [
  ['new', 'applied'],
  ['new', 'waiting'],
  ['applied', 'admitted'],
  ['applied', 'withdrawn'],
  ['waiting', 'offered'],
  ['waiting', 'withdrawn'],
  ['offered', 'admitted'],
  ['offered', 'withdrawn'],
  ['admitted', 'started'],
  ['admitted', 'withdrawn'],
  ['started', 'completed'],
  ['started', 'dropped_out'],
  ['completed', 'certified'],
];
