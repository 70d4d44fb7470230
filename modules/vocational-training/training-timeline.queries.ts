import { may, maySeePart } from '../access';
import type { TimelineEntry } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';

/** Access to the part `story` of this case, as on the page of work; the role alone is not enough. */
export const MAY_READ_STORY_SQL = `$2 AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = s.case_id AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
                AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))`;

interface TimelineRow {
  readonly what: 'training' | 'recognition' | 'work' | 'project';
  /** A course, a standard, an employer or a project; null of work of one's own. */
  readonly title: string | null;
  readonly state: string;
  readonly on: CivilDate;
  readonly by: string;
}

/**
 * Timeline entries of courses, recognition, work and projects, without reasons, results, marks and indicators. Work for
 * readers of the part `story`, projects for readers of projects, as on their pages.
 */
export async function listTrainingTimeline(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const lines = await tx.query<TimelineRow>(
    `SELECT x.what, x.title, x.state, x.on_day::text AS "on", localized_name(u.name, u.names) AS by
       FROM (SELECT 'training' AS what, c.title, s.to_state AS state, s.on_day, s.by, s.at
               FROM training_steps s JOIN training_enrolments e ON e.id = s.enrolment_id
               JOIN training_sessions n ON n.id = e.session_id JOIN training_courses c ON c.id = n.course_id
              WHERE s.case_id = $1
             UNION ALL
             SELECT 'recognition', t.title, s.to_state, s.on_day, s.by, s.at
               FROM recognition_steps s JOIN recognition_procedures p ON p.id = s.procedure_id
               JOIN recognition_standards t ON t.id = p.standard_id
              WHERE s.case_id = $1
             UNION ALL
             SELECT 'work', e.name, s.to_state, s.on_day, s.by, s.at
               FROM work_placement_steps s JOIN work_placements p ON p.id = s.placement_id
               LEFT JOIN work_employers e ON e.id = p.employer_id WHERE s.case_id = $1 AND ${MAY_READ_STORY_SQL}
             UNION ALL
             SELECT 'work', e.name, s.to_state, s.on_day, s.by, s.at
               FROM work_application_steps s JOIN work_applications a ON a.id = s.application_id
               JOIN work_offers o ON o.id = a.offer_id JOIN work_employers e ON e.id = o.employer_id
              WHERE s.case_id = $1 AND ${MAY_READ_STORY_SQL}
             UNION ALL
             SELECT 'project', j.title, s.to_state, s.on_day, s.by, s.at
               FROM project_steps s JOIN projects j ON j.id = s.project_id
              WHERE $3 AND EXISTS (SELECT 1 FROM project_people m WHERE m.project_id = j.id AND m.case_id = $1
                AND s.on_day >= m.joined_on AND s.on_day <= coalesce(m.left_on, s.on_day))) x
       JOIN users u ON u.id = x.by ORDER BY x.at DESC LIMIT 300`,
    [caseId, maySeePart(tx.actor, 'story'), may(tx.actor, 'projects:read')],
  );
  return lines.map((line) => ({
    kind: KINDS[line.what],
    at: line.on,
    by: line.by,
    path: `/people/${caseId}/${PAGES[line.what]}`,
    sentence: (language) => sentence(line, language),
  }));
}

const KINDS = {
  training: 'training',
  recognition: 'training',
  work: 'work',
  project: 'project',
} as const;
const PAGES = {
  training: 'training',
  recognition: 'training/recognition',
  work: 'work',
  project: 'projects',
} as const;

function sentence({ what, title, state }: TimelineRow, language: Language): string {
  const said = {
    state: translate(language, `${what === 'project' ? 'projects' : what}:state.${state}`),
  };
  if (what === 'project') {
    return translate(language, 'projects:timeline.step', { project: title, ...said });
  }
  if (what === 'training') {
    return translate(language, 'training:timeline.step', { course: title, ...said });
  }
  if (what === 'recognition') {
    return translate(language, 'recognition:timeline.step', { standard: title, ...said });
  }
  return title
    ? translate(language, 'work:timeline.employed', { employer: title, ...said })
    : translate(language, 'work:timeline.self', said);
}
