import { Injectable } from '@nestjs/common';
import { DecisionSources } from '../../home';

/** Which month of which agency; the grant and the agency as far as the reader may see them. */
interface AgencyMonth {
  readonly of: string;
  readonly month: string;
  readonly grant: string | null;
  readonly agency: string | null;
}

/**
 * Money that a second person agrees to: requests to spend, revisions, requests and reports of partners,
 * grants, agreements and months of an agency.
 */
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
    sources.add({
      key: 'grants',
      permission: 'grants:confirm',
      taskKinds: ['grant_proposal'],
      select: `SELECT p.id, NULL::uuid, NULL::uuid, p.code, p.proposed_at FROM grant_proposals p
       WHERE p.proposed_by <> mawa_actor() AND NOT EXISTS (SELECT FROM grant_decisions d WHERE d.proposal_id = p.id)`,
      path: ({ id }) => `/budget/grants/proposals/${id}`,
    });
    sources.add({
      key: 'agreements',
      permission: 'advances:decide',
      taskKinds: [],
      select: `SELECT a.id, NULL::uuid, NULL::uuid, a.reference, a.entered_at FROM agreements a
       WHERE a.entered_by <> mawa_actor() AND NOT EXISTS (SELECT FROM agreement_confirmations c WHERE c.agreement_id = a.id)`,
      path: () => '/budget/agreements',
    });
    sources.add({
      key: 'agency_months',
      permission: 'reconciliation:sign',
      taskKinds: [],
      // As agency_month_forward() takes it. A month has no id of its own.
      select: `SELECT md5(concat_ws(' ', m.grant_id, m.organisation_id, m.month))::uuid, m.grant_id, NULL::uuid,
          json_build_object('of', m.organisation_id, 'month', to_char(m.month, 'YYYY-MM'),
            'grant', (SELECT g.code FROM grants g WHERE g.id = m.grant_id),
            'agency', (SELECT localized_name(o.name, o.names) FROM organisations o WHERE o.id = m.organisation_id))::text,
          (SELECT max(s.taken_at) FROM agency_month_steps s
            WHERE s.grant_id = m.grant_id AND s.organisation_id = m.organisation_id AND s.month = m.month)
        FROM agency_months m WHERE m.state IN ('prepared', 'unlocking') AND m.waits_for_another_than <> mawa_actor()`,
      path: ({ within, label }) => {
        const { of, month } = JSON.parse(label!) as AgencyMonth;
        return `/budget/reconciliation/${within}/${of}/${month}`;
      },
      name: (label) => {
        const { grant, agency, month } = JSON.parse(label) as AgencyMonth;
        return [grant, agency, month].filter(Boolean).join(' · ');
      },
    });
  }
}
