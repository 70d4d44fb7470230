import type { TimelineEntry } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { translate } from '../platform/web/i18n';
import { planStatesOf } from './plan.queries';

/** Timeline entries of plans: begun, submitted, returned, approved. Progress is on the page of the plan. */
export async function planTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const states = await planStatesOf(tx, caseId);
  return states
    .filter(({ toState }) => toState !== 'replaced' && toState !== 'dropped')
    .map(({ fromState, toState, version, at, by }) => ({
      kind: 'plan',
      at,
      by,
      path: `/people/${caseId}/plan`,
      sentence: (language) =>
        translate(
          language,
          `plans:timeline.${toState === 'draft' && fromState ? 'returned' : toState}`,
          { number: version },
        ),
    }));
}
