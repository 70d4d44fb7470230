import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Assessments that were signed and need a second person, for those who had no hand in them. */
@Injectable()
export class AssessmentDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'assessments',
      permission: 'assessments:approve',
      taskKinds: ['assessment_approval'],
      select: `SELECT a.id, NULL::uuid, a.case_id, NULL::text, a.signed_at FROM assessments a
       WHERE a.state = 'sent' AND mawa_actor() <> ALL (a.writers || a.started_by || a.signed_by)`,
      path: ({ id, caseId }) => `/people/${caseId}/assessments/${id}`,
    });
  }
}
