import { maySeePart } from '../../access';
import type { TimelineEntry } from '../../beneficiaries';
import type { Tx } from '../../../src/database/transactions';
import type { CivilDate } from '../../../src/shared/nights';
import { translate } from '../../../src/web/i18n';

interface Line {
  readonly what: 'training' | 'recognition';
  readonly title: string;
  readonly state: string;
  readonly on: CivilDate;
  readonly by: string;
}

/** Where a course or a recognition went; never a reason, a result or a mark. */
export async function trainingOnTheTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const lines = await tx.query<Line>(
    `SELECT x.what, x.title, x.state, x.on_day::text AS "on", u.name AS by
       FROM (SELECT 'training' AS what, c.title, s.to_state AS state, s.on_day, s.by, s.at
               FROM training_steps s JOIN training_enrolments e ON e.id = s.enrolment_id
               JOIN training_sessions n ON n.id = e.session_id JOIN training_courses c ON c.id = n.course_id
              WHERE s.case_id = $1
             UNION ALL
             SELECT 'recognition', t.title, s.to_state, s.on_day, s.by, s.at
               FROM recognition_steps s JOIN recognition_procedures p ON p.id = s.procedure_id
               JOIN recognition_standards t ON t.id = p.standard_id
              WHERE s.case_id = $1) x
       JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 200`,
    [caseId],
  );
  return lines.map(({ what, title, state, on, by }) => ({
    ...{ kind: 'training', at: on, by },
    path: `/people/${caseId}/training${what === 'recognition' ? '/recognition' : ''}`,
    sentence: (language) =>
      translate(language, `${what}:timeline.step`, {
        [what === 'training' ? 'course' : 'standard']: title,
        state: translate(language, `${what}:state.${state}`),
      }),
  }));
}
