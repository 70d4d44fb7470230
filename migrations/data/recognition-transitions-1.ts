/**
 * Which step of a procedure of recognition follows which. Written once, like a merged migration;
 * `modules/vocational-training/recognition/procedure/procedure.states.ts` says the same, and a test compares the two.
 */
export const RECOGNITION_TRANSITIONS: readonly (readonly [from: string, to: string])[] = [
  ['new', 'enquiry'],
  ['enquiry', 'eligible'],
  ['enquiry', 'not_eligible'],
  ['enquiry', 'withdrawn'],
  ['eligible', 'counselled'],
  ['eligible', 'closed'],
  ['eligible', 'withdrawn'],
  ['counselled', 'portfolio_open'],
  ['counselled', 'closed'],
  ['counselled', 'withdrawn'],
  ['portfolio_open', 'portfolio_submitted'],
  ['portfolio_open', 'closed'],
  ['portfolio_open', 'withdrawn'],
  // Sent back to be completed.
  ['portfolio_submitted', 'portfolio_open'],
  ['portfolio_submitted', 'assessed'],
  ['portfolio_submitted', 'closed'],
  ['portfolio_submitted', 'withdrawn'],
  ['assessed', 'gap_training'],
  ['assessed', 'certified_full'],
  ['assessed', 'certified_partial'],
  ['assessed', 'appealed'],
  ['assessed', 'closed'],
  ['assessed', 'withdrawn'],
  ['gap_training', 'assessed'],
  ['gap_training', 'closed'],
  ['gap_training', 'withdrawn'],
  // Upheld leads to what was judged anew; dismissed, or taken back, to where it was made.
  ['appealed', 'assessed'],
  ['appealed', 'certified_partial'],
  ['appealed', 'closed'],
  ['appealed', 'withdrawn'],
  ['certified_partial', 'appealed'],
  // Of whom nothing was recognised yet.
  ['closed', 'appealed'],
];
