/**
 * Which state of a proceeding follows which in criminal, civil and administrative law, and which of a hearing, a
 * measure and an order; pages and a trigger read them in `legal_transitions`.
 */
import type { TableRows } from '../insert-rows';
import { inOrder, type Steps, stepRows } from './steps';

const AFTER_JUDGMENT: Steps = {
  judged: ['appeal', 'final'],
  appeal: ['appealed'],
  appealed: ['cassation', 'final'],
  cassation: ['final', 'appeal'],
  final: ['enforcement', 'closed'],
  enforcement: ['closed'],
};

export const PROCEEDING_STEPS: Readonly<Record<string, Steps>> = {
  criminal: {
    new: ['preparing', 'filed', 'inquiry', 'prosecution', 'instruction', 'trial'],
    preparing: ['filed', 'inquiry', 'withdrawn'],
    filed: ['inquiry', 'prosecution', 'dismissed', 'withdrawn'],
    inquiry: ['prosecution', 'dismissed', 'withdrawn'],
    prosecution: ['instruction', 'trial', 'dismissed'],
    instruction: ['trial', 'dismissed'],
    trial: ['judged'],
    ...AFTER_JUDGMENT,
    dismissed: ['filed', 'inquiry', 'closed'],
    withdrawn: ['filed', 'closed'],
  },
  civil: {
    new: ['preparing', 'filed', 'trial'],
    preparing: ['filed', 'withdrawn'],
    filed: ['trial', 'dismissed', 'withdrawn'],
    trial: ['judged', 'settled', 'withdrawn'],
    ...AFTER_JUDGMENT,
    settled: ['enforcement', 'closed'],
    dismissed: ['filed', 'closed'],
    withdrawn: ['filed', 'closed'],
  },
  administrative: {
    new: ['preparing', 'filed', 'review'],
    preparing: ['filed', 'withdrawn'],
    filed: ['review', 'withdrawn'],
    review: ['granted', 'refused'],
    refused: ['recourse', 'closed'],
    recourse: ['granted', 'refused', 'trial'],
    trial: ['judged'],
    judged: ['appeal', 'closed'],
    appeal: ['appealed'],
    appealed: ['closed'],
    granted: ['closed'],
    withdrawn: ['filed', 'closed'],
  },
};

/** A hearing, a protection measure and a court order, in whichever kind of proceeding. */
export const LEGAL_RECORD_STEPS: Readonly<Record<string, Steps>> = {
  hearing: {
    new: ['planned'],
    planned: ['held', 'adjourned', 'cancelled'],
    held: ['planned'],
    cancelled: ['planned'],
  },
  measure: {
    new: ['asked', 'granted'],
    asked: ['granted', 'refused', 'withdrawn'],
    refused: ['asked'],
    // It gets a later end.
    granted: ['ended', 'granted'],
  },
  order: {
    new: ['made'],
    made: ['carried_out', 'lifted'],
    carried_out: ['made'],
    lifted: ['made'],
  },
};

export const LEGAL_TRANSITION_ROWS: TableRows = [
  'legal_transitions',
  inOrder([
    ...Object.entries(PROCEEDING_STEPS).flatMap(([track, steps]) =>
      stepRows(steps).map((row) => ({ of: 'proceeding', track, ...row })),
    ),
    ...Object.entries(LEGAL_RECORD_STEPS).flatMap(([of, steps]) =>
      stepRows(steps).map((row) => ({ of, track: 'any', ...row })),
    ),
  ]),
];
