import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Money that a second person agrees to: requests to spend, revisions, requests and reports of partners. */
@Injectable()
export class MoneyDecisions {
  constructor(sources: DecisionSources) {
    sources.add({
      key: 'commitments',
      permission: 'commitments:approve',
      taskKinds: [],
      // As commitment_steps_forward() lets a person agree: not to what they asked for, and once.
      select: `SELECT c.id, NULL::uuid, NULL::uuid, c.number::text,
          coalesce((SELECT max(s.taken_at) FROM commitment_steps s WHERE s.commitment_id = c.id AND s.step = 'requested'), c.made_at)
        FROM commitments c JOIN commitment_totals t ON t.commitment_id = c.id
       WHERE t.state = 'requested' AND c.made_by <> mawa_actor()
         AND NOT EXISTS (SELECT FROM commitment_steps s WHERE s.commitment_id = c.id
           AND s.step IN ('requested', 'approved') AND s.taken_by = mawa_actor())
         AND coalesce((approval_band(c.estimate, mawa_day(mawa_now()))).roles, '{finance_officer,programme_officer}') && mawa_roles()`,
      path: ({ id }) => `/budget/commitments/${id}`,
    });
    sources.add({
      key: 'revisions',
      permission: 'revisions:approve',
      taskKinds: [],
      select: `SELECT r.id, NULL::uuid, NULL::uuid, r.number::text, r.proposed_at FROM budget_revisions r
       WHERE r.proposed_by <> mawa_actor()
         AND NOT EXISTS (SELECT FROM budget_revision_decisions d WHERE d.revision_id = r.id)
         AND NOT EXISTS (SELECT FROM donor_approvals a WHERE a.revision_id = r.id AND a.entered_by = mawa_actor())`,
      path: ({ id }) => `/budget/revisions/${id}`,
    });
    sources.add({
      key: 'partner_money',
      permission: 'advances:decide',
      taskKinds: [],
      select: `SELECT p.id, NULL::uuid, NULL::uuid, p.number::text, p.made_at
        FROM partner_papers p JOIN partner_paper_states s ON s.paper_id = p.id
       WHERE s.state IN ('requested', 'entered') AND p.made_by <> mawa_actor()
         AND EXISTS (SELECT FROM agreements a WHERE a.id = p.agreement_id AND a.amount IS NOT NULL)`,
      path: ({ id }) => `/budget/partners/papers/${id}`,
    });
  }
}
