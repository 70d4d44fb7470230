import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Plans that were sent, for those who wrote nothing of them. */
@Injectable()
export class PlanDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'plans',
      permission: 'plans:approve',
      taskKinds: ['plan_approval'],
      select: `SELECT p.id, NULL::uuid, p.case_id, NULL::text, p.sent_at
        FROM plans p JOIN cases k ON k.id = p.case_id AND k.stage NOT IN ('closed', 'not_victim')
       WHERE p.state = 'sent' AND p.sent_by <> mawa_actor()
         AND NOT EXISTS (SELECT FROM plan_writers w WHERE w.plan_id = p.id AND w.user_id = mawa_actor())`,
      path: ({ caseId }) => `/people/${caseId}/plan`,
    });
  }
}
