import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** The project is put on the agenda, and the day of the sitting has begun. */
const FROM_THE_DAY = 'greatest(g.at, c.at, mawa_day_begins(t.held_on))';

/** Scores of those who did not step aside, by who gave them. */
const SCORED = `SELECT min(s.at) AS at FROM project_scores s
   WHERE s.sitting_id = g.sitting_id AND s.project_id = g.project_id
     AND NOT EXISTS (SELECT FROM project_recusals r WHERE r.sitting_id = s.sitting_id
       AND r.project_id = s.project_id AND r.user_id = s.user_id)
   GROUP BY s.user_id`;

/** Submitted, at a sitting of the actor that has begun, and none of theirs: project_score_is_lawful(), project_in_conflict(). */
const BEFORE_A_SITTING = `FROM project_agendas g JOIN project_sittings t ON t.id = g.sitting_id AND t.held_on <= mawa_day(mawa_now())
   JOIN project_seats c ON c.sitting_id = t.id AND c.user_id = mawa_actor()
   JOIN projects p ON p.id = g.project_id AND p.state = 'submitted'
  WHERE g.project_id = ANY ((SELECT projects_sat_on())::uuid[])
    AND NOT EXISTS (SELECT FROM project_decisions d WHERE d.plan_id = g.plan_id)
    AND NOT EXISTS (SELECT FROM project_recusals r
      WHERE r.sitting_id = g.sitting_id AND r.project_id = g.project_id AND r.user_id = mawa_actor())
    AND mawa_actor() NOT IN (p.officer_id, p.by)
    AND NOT EXISTS (SELECT FROM project_plans l WHERE l.project_id = p.id AND l.by = mawa_actor())
    AND NOT EXISTS (SELECT FROM project_steps s WHERE s.project_id = p.id AND s.by = mawa_actor() AND s.from_state <> 'submitted')
    AND NOT EXISTS (SELECT FROM project_people h WHERE h.project_id = p.id AND mawa_holds_fully(h.case_id))`;

/** Projects: what a committee scores and decides, tranches to pay and receipts to accept, each by other people. */
@Injectable()
export class ProjectDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'project_scores',
      permission: 'projects:decide',
      taskKinds: [],
      select: `SELECT g.project_id, g.sitting_id, NULL::uuid, p.title, ${FROM_THE_DAY} ${BEFORE_A_SITTING}
         AND NOT EXISTS (SELECT FROM project_scores s
           WHERE s.sitting_id = g.sitting_id AND s.project_id = g.project_id AND s.user_id = mawa_actor())`,
      path: ({ within }) => `/training/projects/sittings/${within}`,
    });
    sources.add({
      key: 'project_outcomes',
      permission: 'projects:decide',
      taskKinds: [],
      // The scores of others are read once one has scored.
      select: `SELECT g.project_id, g.sitting_id, NULL::uuid, p.title,
          greatest(${FROM_THE_DAY}, (SELECT max(q.at) FROM (${SCORED} ORDER BY 1 LIMIT mawa_setting('project_quorum')::text::int) q),
            (SELECT min(s.at) FROM project_scores s WHERE s.sitting_id = g.sitting_id AND s.project_id = g.project_id
              AND s.user_id = mawa_actor()))
        ${BEFORE_A_SITTING} AND t.chair_id = mawa_actor()
         AND (SELECT count(*) FROM (${SCORED}) q) >= mawa_setting('project_quorum')::text::int`,
      path: ({ within }) => `/training/projects/sittings/${within}`,
    });
    sources.add({
      key: 'project_tranches',
      permission: 'projects:pay',
      taskKinds: [],
      // As project_payment_is_lawful() takes it.
      select: `SELECT t.id, t.project_id, NULL::uuid, p.title || ' · ' || t.number,
          greatest(m.at, x.at, (SELECT max(a.at) FROM project_receipts r JOIN project_answers a ON a.receipt_id = r.id AND a.accepted
            WHERE r.tranche_id = b.id AND r.at >= x.at))
        FROM project_tranches t JOIN project_decisions d ON d.id = t.decision_id
        JOIN project_milestones m ON m.tranche_id = t.id
        JOIN projects p ON p.id = t.project_id AND p.state IN ('approved', 'running')
        LEFT JOIN project_tranches b ON b.decision_id = t.decision_id AND b.number = t.number - 1
        LEFT JOIN project_payments x ON x.tranche_id = b.id AND x.taken_back_at IS NULL
       WHERE t.project_id = ANY ((SELECT projects_paid() || projects_written())::uuid[])
         AND NOT EXISTS (SELECT FROM project_payments y WHERE y.tranche_id = t.id AND y.taken_back_at IS NULL)
         AND mawa_actor() NOT IN (m.by, d.by, p.officer_id, p.by)
         AND NOT EXISTS (SELECT FROM project_plans l WHERE l.project_id = p.id AND l.by = mawa_actor())
         AND (b.id IS NULL OR x.id IS NOT NULL
           AND (SELECT coalesce(sum(r.amount), 0) FROM project_receipts r JOIN project_answers a ON a.receipt_id = r.id AND a.accepted
                 WHERE r.tranche_id = b.id AND r.at >= x.at)
             >= b.amount * mawa_setting('project_receipts_share')::text::numeric / 100)`,
      path: ({ within }) => `/training/projects/${within}`,
    });
    sources.add({
      key: 'project_receipts',
      permission: 'projects:write',
      taskKinds: [],
      select: `SELECT r.id, r.project_id, NULL::uuid,
          (SELECT p.title FROM projects p WHERE p.id = r.project_id), r.at
        FROM project_receipts r
       WHERE r.by <> mawa_actor() AND r.project_id = ANY ((SELECT projects_written())::uuid[])
         AND NOT EXISTS (SELECT FROM project_answers a WHERE a.receipt_id = r.id)`,
      path: ({ within }) => `/training/projects/${within}`,
    });
  }
}
