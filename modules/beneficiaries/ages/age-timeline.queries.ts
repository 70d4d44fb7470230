import { maySeePart } from '../../access';
import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry } from '../case-timeline.service';
import { ageWords } from '../person.words';
import { assessmentsOf } from './assessment.queries';
import { withMargin } from './assessment.rules';

/** Timeline entries about age assessments, for readers of the part `health`. */
export async function ageTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'health')) return [];
  // The timeline queries each joined case separately: return only the entries of this one.
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
