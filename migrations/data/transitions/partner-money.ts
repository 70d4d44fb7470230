/** Advances to a partner, its reports of spending and its refunds: from each state the steps and where each leads. */
import type { TableRows } from '../insert-rows';
import { namedStepRows, type StepName } from './named-steps';

export const PARTNER_MONEY_STEPS = {
  advance: {
    new: { requested: 'requested' },
    requested: { authorised: 'authorised', refused: 'refused', withdrawn: 'withdrawn' },
    authorised: { paid: 'paid', withdrawn: 'withdrawn' },
    paid: { undone: 'authorised' },
  },
  report: {
    new: { entered: 'entered' },
    entered: { accepted: 'accepted', returned: 'returned', withdrawn: 'withdrawn' },
    accepted: { paid: 'paid', undone: 'entered' },
    paid: { undone: 'accepted' },
  },
  refund: { new: { refunded: 'refunded' }, refunded: { undone: 'undone' } },
} as const;
type Processes = typeof PARTNER_MONEY_STEPS;
export type PartnerMoneyStep = {
  [Kind in keyof Processes]: StepName<Processes[Kind]>;
}[keyof Processes];

export const PARTNER_TRANSITION_ROWS: TableRows = [
  'partner_transitions',
  Object.entries(PARTNER_MONEY_STEPS).flatMap(([kind, steps]) =>
    namedStepRows(steps).map((row) => ({ kind, ...row })),
  ),
];
