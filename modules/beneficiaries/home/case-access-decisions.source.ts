import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Deputies named for somebody else, and restrictions of a file to lift. */
@Injectable()
export class CaseAccessDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'deputies',
      permission: 'deputies:confirm',
      taskKinds: ['deputy_waits'],
      select: `SELECT d.id, NULL::uuid, NULL::uuid, localized_name(u.name, u.names) AS name, d.given_at FROM deputies d JOIN users u ON u.id = d.user_id
       WHERE d.given_by <> d.user_id AND d.confirmed_by IS NULL AND d.ended_at IS NULL AND d.until_at > mawa_now()
         AND mawa_actor() NOT IN (d.given_by, d.deputy_id, d.user_id)`,
      path: () => '/absences',
    });
    sources.add({
      key: 'restrictions',
      permission: 'people:name',
      taskKinds: [],
      // Same condition as in answer_lift(): a case holder other than the author of the request.
      select: `SELECT r.id, NULL::uuid, r.case_id, NULL::text, r.lift_asked_at FROM case_restrictions r
       WHERE r.lift_asked_at IS NOT NULL AND r.lifted_at IS NULL AND r.lift_asked_by <> mawa_actor()
         AND mawa_holds_fully(r.case_id)`,
      path: ({ caseId }) => `/people/${caseId}/access`,
    });
  }
}
