-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql. mawa_owner owns the
-- tables and the remaining functions; since row-level security is forced on its own tables, it has policies
-- (…_for_constraints) for its triggers and foreign keys.


-- Read by everybody who converts an amount. One person alone adds a rate only by the monthly file of the United Nations,
-- whose digest is its source (UnRateImport); what is typed is confirmed by another person (write_price).
ALTER TABLE exchange_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE exchange_rates FORCE ROW LEVEL SECURITY;
CREATE POLICY exchange_rates_read ON exchange_rates FOR SELECT TO PUBLIC USING (true);
CREATE POLICY exchange_rates_of_a_file ON exchange_rates FOR INSERT TO mawa_app
  WITH CHECK (source ~ '^UNORE [0-9a-f]{12}$'
    AND entered_by = (SELECT mawa_actor())
    AND (SELECT mawa_commits_money()));
CREATE POLICY exchange_rates_at_the_gate ON exchange_rates FOR INSERT TO mawa_gate WITH CHECK (true);


-- Read by everybody, since entering a service or closing a night charges it; written once it is confirmed.
ALTER TABLE cost_allocations ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_allocations FORCE ROW LEVEL SECURITY;
CREATE POLICY cost_allocations_read ON cost_allocations FOR SELECT TO PUBLIC USING (true);
CREATE POLICY cost_allocations_at_the_gate ON cost_allocations FOR INSERT TO mawa_gate WITH CHECK (true);


-- As the allocation.
ALTER TABLE cost_allocation_shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_allocation_shares FORCE ROW LEVEL SECURITY;
CREATE POLICY cost_allocation_shares_read ON cost_allocation_shares FOR SELECT TO PUBLIC USING (true);
CREATE POLICY cost_allocation_shares_at_the_gate ON cost_allocation_shares FOR INSERT TO mawa_gate WITH CHECK (true);


-- A draft belongs to who writes it.
ALTER TABLE grant_drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_drafts_of_oneself ON grant_drafts TO mawa_app
  USING (written_by = (SELECT mawa_actor()))
  WITH CHECK (written_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; proposed by finance and programme, in their own name.
ALTER TABLE grant_proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_proposals FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_proposals_read ON grant_proposals FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_proposals_for_constraints ON grant_proposals FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_proposals_add ON grant_proposals FOR INSERT TO mawa_app
  WITH CHECK (proposed_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read as proposals; decided by finance and programme. By whom: trigger grant_is_decided_by_another.
ALTER TABLE grant_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_decisions_read ON grant_decisions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_decisions_for_constraints ON grant_decisions FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_decisions_add ON grant_decisions FOR INSERT TO mawa_app
  WITH CHECK (decided_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read as proposals; written by triggers alone.
ALTER TABLE grant_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_versions_read ON grant_versions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_versions_for_constraints ON grant_versions TO mawa_owner USING (true) WITH CHECK (true);


-- Read by everybody, since entering a cost charges it; written by trigger alone.
ALTER TABLE grant_suspensions ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_suspensions FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_suspensions_read ON grant_suspensions FOR SELECT TO PUBLIC USING (true);
CREATE POLICY grant_suspensions_for_constraints ON grant_suspensions TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit; entered by finance and programme.
ALTER TABLE grant_conditions ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_conditions FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_conditions_read ON grant_conditions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_conditions_for_constraints ON grant_conditions FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_conditions_add ON grant_conditions FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; entered by finance and programme.
ALTER TABLE grant_condition_outcomes ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_condition_outcomes FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_condition_outcomes_read ON grant_condition_outcomes FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_condition_outcomes_for_constraints ON grant_condition_outcomes FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_condition_outcomes_add ON grant_condition_outcomes FOR INSERT TO mawa_app
  WITH CHECK (decided_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; entered by finance and programme.
ALTER TABLE grant_contributions ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_contributions FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_contributions_read ON grant_contributions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_contributions_for_constraints ON grant_contributions FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_contributions_add ON grant_contributions FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; entered by finance and programme.
ALTER TABLE grant_contribution_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_contribution_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY grant_contribution_rows_read ON grant_contribution_rows FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY grant_contribution_rows_for_constraints ON grant_contribution_rows FOR SELECT TO mawa_owner USING (true);
CREATE POLICY grant_contribution_rows_add ON grant_contribution_rows FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by everybody; a finance officer closes, in their own name.
ALTER TABLE closed_periods ENABLE ROW LEVEL SECURITY;
ALTER TABLE closed_periods FORCE ROW LEVEL SECURITY;
CREATE POLICY closed_periods_read ON closed_periods FOR SELECT TO PUBLIC USING (true);
CREATE POLICY closed_periods_close ON closed_periods FOR INSERT TO mawa_app
  WITH CHECK (closed_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('finance_officer')));


-- Read by finance, programme and audit, and by an account of the partner itself; entered by finance and
-- programme.
ALTER TABLE agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreements FORCE ROW LEVEL SECURITY;
CREATE POLICY agreements_read ON agreements FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY agreements_for_constraints ON agreements TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY agreements_for_figures ON agreements FOR SELECT TO mawa_figures USING (true);
CREATE POLICY agreements_add ON agreements FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
CREATE POLICY agreements_of_own_partner ON agreements FOR SELECT TO mawa_app
  USING (organisation_id = (SELECT mawa_partner_organisation()));


-- Read by finance, programme and audit; made by finance and programme. Of a reintegration plan also made by
-- its officer and read by who may see that plan's money (return_plan_asks_for).
ALTER TABLE commitments ENABLE ROW LEVEL SECURITY;
ALTER TABLE commitments FORCE ROW LEVEL SECURITY;
CREATE POLICY commitments_read ON commitments FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY commitments_for_constraints ON commitments TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY commitments_for_figures ON commitments FOR SELECT TO mawa_figures USING (true);
CREATE POLICY commitments_add ON commitments FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
CREATE POLICY commitments_add_for_plans ON commitments FOR INSERT TO mawa_app
  WITH CHECK (origin = 'plan'
    AND made_by = (SELECT mawa_actor())
    AND (SELECT mawa_has_role('reintegration_officer', 'case_supervisor')));
CREATE POLICY commitments_seen_by_plan ON commitments FOR SELECT TO mawa_app
  USING (CASE
      WHEN origin <> 'plan' OR (SELECT mawa_reads_money()) THEN false
      ELSE made_by = (SELECT mawa_actor()) OR return_plan_asks_for(id)
    END);
CREATE POLICY commitments_at_the_gate ON commitments FOR SELECT TO mawa_gate USING (true);


-- Read by finance, programme and audit, and by who booked it. Anybody books in their own name; advances and
-- orders are for finance and programme, or later steps of a commitment of one's own plan.
ALTER TABLE ledger_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_transactions FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_transactions_read ON ledger_transactions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()) OR posted_by = (SELECT mawa_actor()));
CREATE POLICY ledger_transactions_add ON ledger_transactions FOR INSERT TO mawa_app
  WITH CHECK (posted_by = (SELECT mawa_actor()));
CREATE POLICY ledger_transactions_for_figures ON ledger_transactions FOR SELECT TO mawa_figures
  USING (true);
CREATE POLICY ledger_transactions_for_constraints ON ledger_transactions FOR SELECT TO mawa_owner
  USING (true);
CREATE POLICY ledger_advances_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (agreement_id IS NULL OR mawa_commits_money());
CREATE POLICY ledger_promises_by_those_who_may ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (source_kind NOT IN ('commitment', 'invoice', 'payment', 'release')
    OR mawa_commits_money()
    OR (source_kind <> 'commitment' AND return_plan_asks_for(commitment_id)));
CREATE POLICY ledger_openings_by_two ON ledger_transactions AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (source_kind <> 'opening'
    AND (reverses IS NULL OR NOT is_opening_balance(reverses)));
CREATE POLICY ledger_openings_when_confirmed ON ledger_transactions FOR INSERT TO mawa_owner
  WITH CHECK (source_kind IN ('opening', 'reversal'));
CREATE POLICY ledger_transactions_at_the_gate ON ledger_transactions TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- As far as the transaction is seen. Adding is bound by the triggers and by the right to add the transaction.
ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_entries_read ON ledger_entries FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money())
    OR EXISTS (SELECT 1 FROM ledger_transactions AS t WHERE t.id = ledger_entries.transaction_id));
CREATE POLICY ledger_entries_add ON ledger_entries FOR INSERT TO mawa_app WITH CHECK (true);
CREATE POLICY ledger_entries_for_constraints ON ledger_entries FOR SELECT TO mawa_owner USING (true);
CREATE POLICY ledger_entries_of_openings ON ledger_entries FOR INSERT TO mawa_owner WITH CHECK (true);
CREATE POLICY ledger_entries_for_figures ON ledger_entries FOR SELECT TO mawa_figures USING (true);
CREATE POLICY ledger_entries_at_the_gate ON ledger_entries TO mawa_gate USING (true) WITH CHECK (true);


-- As commitments: for plans, steps other than planning and approving may be taken by who may see the plan's
-- money.
ALTER TABLE commitment_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE commitment_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY commitment_steps_read ON commitment_steps FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY commitment_steps_for_constraints ON commitment_steps TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY commitment_steps_add ON commitment_steps FOR INSERT TO mawa_app
  WITH CHECK (taken_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
CREATE POLICY commitment_steps_seen_by_plan ON commitment_steps FOR SELECT TO mawa_app
  USING (CASE WHEN (SELECT mawa_reads_money()) THEN false ELSE return_plan_asks_for(commitment_id) END);
CREATE POLICY commitment_steps_add_for_plans ON commitment_steps FOR INSERT TO mawa_app
  WITH CHECK (taken_by = (SELECT mawa_actor())
    AND step IN ('requested', 'withdrawn', 'received', 'invoiced', 'paid', 'cancelled', 'undone')
    AND return_plan_asks_for(commitment_id));
CREATE POLICY commitment_steps_at_the_gate ON commitment_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Read as commitments; written by triggers alone.
ALTER TABLE commitment_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE commitment_totals FORCE ROW LEVEL SECURITY;
CREATE POLICY commitment_totals_read ON commitment_totals FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY commitment_totals_for_constraints ON commitment_totals TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY commitment_totals_for_figures ON commitment_totals FOR SELECT TO mawa_figures USING (true);
CREATE POLICY commitment_totals_seen_by_plan ON commitment_totals FOR SELECT TO mawa_app
  USING (CASE WHEN (SELECT mawa_reads_money()) THEN false ELSE return_plan_asks_for(commitment_id) END);
CREATE POLICY commitment_totals_at_the_gate ON commitment_totals FOR SELECT TO mawa_gate USING (true);


-- Read by finance, programme and audit; written by trigger alone.
ALTER TABLE ledger_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_days FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_days_read ON ledger_days FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY ledger_days_for_figures ON ledger_days FOR SELECT TO mawa_figures USING (true);
CREATE POLICY ledger_days_for_constraints ON ledger_days TO mawa_owner USING (true) WITH CHECK (true);


-- Read by finance, programme and audit; entered by finance, or brought in with opening balances that two people signed.
ALTER TABLE donor_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_money FORCE ROW LEVEL SECURITY;
CREATE POLICY donor_money_read ON donor_money FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY donor_money_add ON donor_money FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor())
    AND opening_id IS NULL
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));
CREATE POLICY donor_money_for_constraints ON donor_money FOR SELECT TO mawa_owner USING (true);
CREATE POLICY donor_money_brought_in ON donor_money FOR INSERT TO mawa_owner WITH CHECK (opening_id IS NOT NULL);


-- Read as the agreement; written by finance and programme.
ALTER TABLE agreement_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_lines_read ON agreement_lines FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = agreement_lines.agreement_id));
CREATE POLICY agreement_lines_add ON agreement_lines FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_commits_money()));
CREATE POLICY agreement_lines_for_constraints ON agreement_lines TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read as the agreement; confirmed by finance and programme, another than who entered it (trigger).
ALTER TABLE agreement_confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_confirmations FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_confirmations_read ON agreement_confirmations FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = agreement_confirmations.agreement_id));
CREATE POLICY agreement_confirmations_add ON agreement_confirmations FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_commits_money()) AND confirmed_by = (SELECT mawa_actor()));
CREATE POLICY agreement_confirmations_for_constraints ON agreement_confirmations TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit, never by the partner; written by finance and programme.
ALTER TABLE partner_ratings ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_ratings FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_ratings_read ON partner_ratings FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY partner_ratings_add ON partner_ratings FOR INSERT TO mawa_app
  WITH CHECK (rated_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read as the agreement. Finance and programme write any submission, an account of the partner its own reports.
ALTER TABLE partner_papers ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_papers FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_papers_read ON partner_papers FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = partner_papers.agreement_id));
CREATE POLICY partner_papers_for_constraints ON partner_papers TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY partner_papers_add ON partner_papers FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor())
    AND ((SELECT mawa_commits_money())
        OR (kind = 'report'
            AND EXISTS (SELECT 1
                  FROM agreements AS a
                 WHERE a.id = partner_papers.agreement_id
                     AND a.organisation_id = (SELECT mawa_partner_organisation())))));


-- Read as the agreement; written by the author of the submission.
ALTER TABLE partner_paper_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_paper_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_paper_rows_read ON partner_paper_rows FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = partner_paper_rows.agreement_id));
CREATE POLICY partner_paper_rows_for_constraints ON partner_paper_rows TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY partner_paper_rows_add ON partner_paper_rows FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM partner_papers AS p WHERE p.id = partner_paper_rows.paper_id
      AND p.made_by = (SELECT mawa_actor())));


-- Read as the submission. Finance and programme take any step (who decides is another, by trigger); a partner's
-- account enters and withdraws its own reports.
ALTER TABLE partner_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_steps_read ON partner_steps FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM partner_papers AS p WHERE p.id = partner_steps.paper_id));
CREATE POLICY partner_steps_for_constraints ON partner_steps TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY partner_steps_add ON partner_steps FOR INSERT TO mawa_app
  WITH CHECK (taken_by = (SELECT mawa_actor())
    AND ((SELECT mawa_commits_money())
        OR (step IN ('entered', 'withdrawn')
            AND EXISTS (SELECT 1
                  FROM partner_papers AS p
                 WHERE p.id = partner_steps.paper_id AND p.made_by = (SELECT mawa_actor())))));


-- Read as the row; written by finance and programme.
ALTER TABLE partner_row_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_row_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_row_decisions_read ON partner_row_decisions FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM partner_paper_rows AS r WHERE r.id = partner_row_decisions.row_id));
CREATE POLICY partner_row_decisions_for_constraints ON partner_row_decisions TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY partner_row_decisions_add ON partner_row_decisions FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_commits_money()));


-- Read as the submission; written by triggers alone.
ALTER TABLE partner_paper_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_paper_states FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_paper_states_read ON partner_paper_states FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM partner_papers AS p WHERE p.id = partner_paper_states.paper_id));
CREATE POLICY partner_paper_states_for_constraints ON partner_paper_states TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read as the agreement; written by triggers alone.
ALTER TABLE partner_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE partner_totals FORCE ROW LEVEL SECURITY;
CREATE POLICY partner_totals_read ON partner_totals FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = partner_totals.agreement_id));
CREATE POLICY partner_totals_for_constraints ON partner_totals TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit; written by finance and programme.
ALTER TABLE budget_plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_plans FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_plans_read ON budget_plans FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_plans_for_constraints ON budget_plans TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY budget_plans_add ON budget_plans FOR INSERT TO mawa_app
  WITH CHECK (planned_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; written by who wrote the plan.
ALTER TABLE budget_plan_quarters ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_plan_quarters FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_plan_quarters_read ON budget_plan_quarters FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_plan_quarters_for_constraints ON budget_plan_quarters TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY budget_plan_quarters_add ON budget_plan_quarters FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_commits_money())
    AND EXISTS (SELECT 1
          FROM budget_plans AS p
         WHERE p.id = budget_plan_quarters.plan_id AND p.planned_by = (SELECT mawa_actor())));


-- Read by finance, programme and audit; proposed by finance and programme.
ALTER TABLE budget_revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_revisions_read ON budget_revisions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_revisions_for_constraints ON budget_revisions TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY budget_revisions_add ON budget_revisions FOR INSERT TO mawa_app
  WITH CHECK (proposed_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; written by who proposed the revision.
ALTER TABLE budget_revision_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_revision_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_revision_lines_read ON budget_revision_lines FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_revision_lines_for_constraints ON budget_revision_lines TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY budget_revision_lines_add ON budget_revision_lines FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_commits_money())
    AND EXISTS (SELECT 1
          FROM budget_revisions AS r
         WHERE r.id = budget_revision_lines.revision_id AND r.proposed_by = (SELECT mawa_actor())));


-- Read by finance, programme and audit; entered by finance and programme.
ALTER TABLE donor_approvals ENABLE ROW LEVEL SECURITY;
ALTER TABLE donor_approvals FORCE ROW LEVEL SECURITY;
CREATE POLICY donor_approvals_read ON donor_approvals FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY donor_approvals_for_constraints ON donor_approvals TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY donor_approvals_add ON donor_approvals FOR INSERT TO mawa_app
  WITH CHECK (entered_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; decided by finance and programme, another than who proposed
-- (trigger).
ALTER TABLE budget_revision_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_revision_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_revision_decisions_read ON budget_revision_decisions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_revision_decisions_for_constraints ON budget_revision_decisions TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY budget_revision_decisions_add ON budget_revision_decisions FOR INSERT TO mawa_app
  WITH CHECK (decided_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; written by triggers alone.
ALTER TABLE budget_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_versions_read ON budget_versions FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_versions_for_constraints ON budget_versions TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit; written by triggers alone.
ALTER TABLE budget_version_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE budget_version_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY budget_version_lines_read ON budget_version_lines FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY budget_version_lines_for_constraints ON budget_version_lines TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit; imported by finance.
ALTER TABLE agency_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_files FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_files_read ON agency_files FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY agency_files_for_constraints ON agency_files TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY agency_files_add ON agency_files FOR INSERT TO mawa_app
  WITH CHECK (brought_by = (SELECT mawa_actor())
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));


-- Read by finance, programme and audit; imported by finance, with their file (trigger).
ALTER TABLE agency_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_rows_read ON agency_rows FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY agency_rows_for_constraints ON agency_rows TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY agency_rows_add ON agency_rows FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('finance_officer') OR mawa_is_system()));


-- Read by finance, programme and audit; taken back by finance.
ALTER TABLE agency_files_withdrawn ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_files_withdrawn FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_files_withdrawn_read ON agency_files_withdrawn FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY agency_files_withdrawn_for_constraints ON agency_files_withdrawn TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY agency_files_withdrawn_add ON agency_files_withdrawn FOR INSERT TO mawa_app
  WITH CHECK (withdrawn_by = (SELECT mawa_actor())
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));


-- Read by finance, programme and audit; made by finance.
ALTER TABLE ledger_matches ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_matches FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_matches_read ON ledger_matches FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY ledger_matches_for_constraints ON ledger_matches TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY ledger_matches_add ON ledger_matches FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor())
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));


-- Read by finance, programme and audit; written by finance, with the match (trigger).
ALTER TABLE matched_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE matched_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY matched_entries_read ON matched_entries FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY matched_entries_for_constraints ON matched_entries TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY matched_entries_add ON matched_entries FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('finance_officer') OR mawa_is_system()));


-- Read by finance, programme and audit; written by finance, with the match (trigger).
ALTER TABLE matched_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE matched_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY matched_rows_read ON matched_rows FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY matched_rows_for_constraints ON matched_rows TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY matched_rows_add ON matched_rows FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('finance_officer') OR mawa_is_system()));


-- Read by finance, programme and audit; undone by finance.
ALTER TABLE ledger_partings ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_partings FORCE ROW LEVEL SECURITY;
CREATE POLICY ledger_partings_read ON ledger_partings FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY ledger_partings_for_constraints ON ledger_partings TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY ledger_partings_add ON ledger_partings FOR INSERT TO mawa_app
  WITH CHECK (parted_by = (SELECT mawa_actor())
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));


-- Read by finance, programme and audit; explained by finance.
ALTER TABLE open_item_reasons ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_item_reasons FORCE ROW LEVEL SECURITY;
CREATE POLICY open_item_reasons_read ON open_item_reasons FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY open_item_reasons_for_constraints ON open_item_reasons TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY open_item_reasons_add ON open_item_reasons FOR INSERT TO mawa_app
  WITH CHECK (noted_by = (SELECT mawa_actor())
    AND (SELECT (mawa_has_role('finance_officer') OR mawa_is_system())));


-- Read by finance, programme and audit. Finance prepares a month; finance and programme take the other steps.
ALTER TABLE agency_month_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_month_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_month_steps_read ON agency_month_steps FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY agency_month_steps_for_constraints ON agency_month_steps TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY agency_month_steps_add ON agency_month_steps FOR INSERT TO mawa_app
  WITH CHECK (taken_by = (SELECT mawa_actor())
    AND (SELECT mawa_commits_money())
    AND (step <> 'prepared' OR (SELECT (mawa_has_role('finance_officer') OR mawa_is_system()))));


-- Read by finance, programme and audit; written by trigger alone.
ALTER TABLE agency_months ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency_months FORCE ROW LEVEL SECURITY;
CREATE POLICY agency_months_read ON agency_months FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY agency_months_for_constraints ON agency_months TO mawa_owner USING (true) WITH CHECK (true);


-- Read as the agreement; closed by finance and programme.
ALTER TABLE agreement_closings ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement_closings FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_closings_read ON agreement_closings FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM agreements AS a WHERE a.id = agreement_closings.agreement_id));
CREATE POLICY agreement_closings_add ON agreement_closings FOR INSERT TO mawa_app
  WITH CHECK (closed_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));
CREATE POLICY agreement_closings_for_constraints ON agreement_closings TO mawa_owner
  USING (true)
  WITH CHECK (true);


-- Read by finance, programme and audit, never by the partner; made by finance and programme.
ALTER TABLE spot_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE spot_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY spot_checks_read ON spot_checks FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY spot_checks_for_constraints ON spot_checks TO mawa_owner USING (true) WITH CHECK (true);
CREATE POLICY spot_checks_add ON spot_checks FOR INSERT TO mawa_app
  WITH CHECK (checked_by = (SELECT mawa_actor()) AND (SELECT mawa_commits_money()));


-- Read by finance, programme and audit; written by who makes the check.
ALTER TABLE spot_check_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE spot_check_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY spot_check_rows_read ON spot_check_rows FOR SELECT TO mawa_app
  USING ((SELECT mawa_reads_money()));
CREATE POLICY spot_check_rows_for_constraints ON spot_check_rows TO mawa_owner
  USING (true)
  WITH CHECK (true);
CREATE POLICY spot_check_rows_add ON spot_check_rows FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM spot_checks AS c WHERE c.id = spot_check_rows.check_id
      AND c.checked_by = (SELECT mawa_actor())));
