import { maySeePart } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry } from '../case-timeline.service';
import { ageWords } from '../person.words';
import { assessmentsOf } from './assessment.queries';
import { withMargin } from './assessment.rules';

/** That an age was assessed and what came of it, for those who read of a person's health. */
export async function ageTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'health')) return [];
  // The timeline asks for each file of the person: each says what stands in it.
  const assessments = (await assessmentsOf(tx, caseId)).filter((one) => one.caseId === caseId);
  return assessments.map((one) => ({
    kind: 'assessment',
    at: one.at,
    by: one.by,
    path: `/people/${caseId}/age`,
    sentence: (language) =>
      translate(language, `ages:timeline.${one.withdrawnAt ? 'withdrawn' : 'recorded'}`, {
        age: ageWords(withMargin(one), language),
        conclusion: translate(language, `ages:conclusion.${one.conclusion}`),
      }),
  }));
}
