/** The legal steps of legal aid as they were first written; a change is a new migration. */
type Steps = Readonly<Record<string, readonly string[]>>;

const AFTER_JUDGMENT: Steps = {
  judged: ['appeal', 'final'],
  appeal: ['appealed'],
  appealed: ['cassation', 'final'],
  cassation: ['final', 'appeal'],
  final: ['enforcement', 'closed'],
  enforcement: ['closed'],
};

const PROCEEDINGS: Readonly<Record<string, Steps>> = {
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

const OTHERS: Readonly<Record<string, Steps>> = {
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
    granted: ['ended'],
  },
  order: {
    new: ['made'],
    made: ['carried_out', 'lifted'],
    carried_out: ['made'],
    lifted: ['made'],
  },
};

const rows = (of: string, track: string, steps: Steps): string[][] =>
  Object.entries(steps).flatMap(([from, all]) => all.map((to) => [of, track, from, to]));

export const LEGAL_TRANSITIONS: readonly string[][] = [
  ...Object.entries(PROCEEDINGS).flatMap(([track, steps]) => rows('proceeding', track, steps)),
  ...Object.entries(OTHERS).flatMap(([of, steps]) => rows(of, 'any', steps)),
];
