import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../home';

/** Decisions waiting for a second person: risk assessments, and weights of the survey. */
@Injectable()
export class ReturnDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'return_risks',
      permission: 'returns:decide-risk',
      taskKinds: ['return_risk'],
      select: `SELECT r.id, r.track_id, r.case_id, NULL::text, r.at
        FROM return_risks r JOIN return_tracks t ON t.id = r.track_id AND t.state IN ('counselling', 'preparing')
       WHERE r.by <> mawa_actor() AND may_write_case(r.case_id, 'story', (SELECT actor_reach()))
         AND NOT EXISTS (SELECT FROM return_risk_decisions d WHERE d.risk_id = r.id)
         AND NOT EXISTS (SELECT FROM return_risks n WHERE n.track_id = r.track_id AND n.place > r.place)`,
      path: ({ id, within, caseId }) =>
        `/people/${caseId}/returns/${within}/risks/${id}/decision/new`,
    });
    sources.add({
      key: 'survey_weights',
      permission: 'returns:weights',
      taskKinds: [],
      // As approve() of the weightings takes it: of the questions in force on its first day.
      select: `SELECT md5('weights ' || w.version)::uuid, NULL::uuid, NULL::uuid, w.version::text, w.at FROM survey_weightings w
       WHERE w.approved_at IS NULL AND w.by <> mawa_actor()
         AND w.questions = (SELECT o.questions FROM survey_weightings o
           WHERE o.approved_at IS NOT NULL AND o.holds_from <= w.holds_from ORDER BY o.holds_from DESC, o.version DESC LIMIT 1)`,
      path: () => '/returns/survey-weights',
    });
  }
}
