-- A grant gets its accounts, the first version of its budget and the outcome `all`.
CREATE TRIGGER grant_has_a_budget AFTER INSERT ON grants
  FOR EACH ROW
  EXECUTE FUNCTION grant_has_a_budget();
CREATE TRIGGER grant_has_accounts AFTER INSERT ON grants
  FOR EACH ROW
  EXECUTE FUNCTION grant_has_accounts();
CREATE TRIGGER grant_has_an_advance_account AFTER INSERT ON grants
  FOR EACH ROW
  EXECUTE FUNCTION grant_has_an_advance_account();
CREATE TRIGGER grant_has_an_outcome AFTER INSERT ON grants
  FOR EACH ROW
  EXECUTE FUNCTION grant_has_an_outcome();

-- Nobody opens a grant alone.
CREATE CONSTRAINT TRIGGER grant_is_confirmed AFTER INSERT ON grants
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION grant_is_confirmed();
CREATE TRIGGER grant_proposals_stay BEFORE DELETE OR UPDATE ON grant_proposals
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_decisions_stay BEFORE DELETE OR UPDATE ON grant_decisions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_is_decided_by_another BEFORE INSERT ON grant_decisions
  FOR EACH ROW
  EXECUTE FUNCTION grant_is_decided_by_another();

CREATE TRIGGER grant_change_comes_into_force AFTER INSERT ON grant_decisions
  FOR EACH ROW
  WHEN (new.decision = 'confirmed')
  EXECUTE FUNCTION grant_change_comes_into_force();
CREATE TRIGGER grant_proposal_has_its_base BEFORE INSERT ON grant_proposals
  FOR EACH ROW
  WHEN (new.grant_id IS NOT NULL)
  EXECUTE FUNCTION grant_proposal_has_its_base();

-- Those who may confirm a proposal have a task until it is decided; finance has one before the day of a condition.
CREATE TRIGGER grant_task_opens AFTER INSERT ON grant_proposals
  FOR EACH ROW
  EXECUTE FUNCTION grant_task_opens();
CREATE TRIGGER grant_task_ends AFTER INSERT ON grant_decisions
  FOR EACH ROW
  EXECUTE FUNCTION grant_task_ends();
CREATE TRIGGER grant_task_opens AFTER INSERT ON grant_conditions
  FOR EACH ROW
  WHEN (new.due_on IS NOT NULL)
  EXECUTE FUNCTION grant_task_opens();
CREATE TRIGGER grant_task_ends AFTER INSERT ON grant_condition_outcomes
  FOR EACH ROW
  EXECUTE FUNCTION grant_task_ends();
CREATE TRIGGER grant_conditions_stay BEFORE DELETE OR UPDATE ON grant_conditions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_condition_outcomes_stay BEFORE DELETE OR UPDATE ON grant_condition_outcomes
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The recipient's own contribution, in months that are open.
CREATE TRIGGER grant_contributions_stay BEFORE DELETE OR UPDATE ON grant_contributions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_contribution_rows_stay BEFORE DELETE OR UPDATE ON grant_contribution_rows
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_contribution_holds BEFORE INSERT ON grant_contribution_rows
  FOR EACH ROW
  EXECUTE FUNCTION grant_contribution_holds();

-- A grant has its first version once its lines are there.
CREATE CONSTRAINT TRIGGER grant_has_a_version AFTER INSERT ON grants
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION grant_has_a_version();
CREATE TRIGGER grant_versions_stay BEFORE DELETE OR UPDATE ON grant_versions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER grant_suspensions_stay BEFORE DELETE ON grant_suspensions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- An allocation is whole when its transaction ends, and stays as it is.
CREATE CONSTRAINT TRIGGER cost_allocation_adds_up AFTER INSERT ON cost_allocations
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION cost_allocation_adds_up();
CREATE TRIGGER cost_allocations_stay BEFORE DELETE OR UPDATE ON cost_allocations
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER cost_allocation_shares_add_up AFTER INSERT ON cost_allocation_shares
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION cost_allocation_adds_up();
CREATE TRIGGER cost_allocation_shares_stay BEFORE DELETE OR UPDATE ON cost_allocation_shares
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER closed_periods_stay BEFORE DELETE OR UPDATE ON closed_periods
  FOR EACH ROW
  EXECUTE FUNCTION closed_periods_stay();

-- An agreement gets its totals; its lines make its amount.
CREATE TRIGGER agreement_has_totals AFTER INSERT ON agreements
  FOR EACH ROW
  EXECUTE FUNCTION agreement_has_totals();
CREATE CONSTRAINT TRIGGER agreement_lines_add_up AFTER INSERT ON agreements
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION agreement_lines_add_up();

-- A line gets a partner, an account and a place in the present budget; its plan follows its amount.
CREATE CONSTRAINT TRIGGER budget_line_keeps_to_its_plan AFTER UPDATE OF amount ON budget_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION budget_plan_adds_up();
CREATE TRIGGER line_has_a_partner BEFORE INSERT ON budget_lines
  FOR EACH ROW
  EXECUTE FUNCTION line_has_a_partner();
CREATE TRIGGER line_has_accounts AFTER INSERT ON budget_lines
  FOR EACH ROW
  EXECUTE FUNCTION line_has_accounts();
CREATE TRIGGER line_is_in_the_budget AFTER INSERT ON budget_lines
  FOR EACH ROW
  EXECUTE FUNCTION line_is_in_the_budget();

CREATE TRIGGER ledger_account_has_a_balance AFTER INSERT ON ledger_accounts
  FOR EACH ROW
  WHEN (new.kind <> 'funds')
  EXECUTE FUNCTION ledger_account_has_a_balance();

-- Triggers `…_stay` here and below refuse any change or removal.
CREATE TRIGGER agreement_is_not_closed BEFORE INSERT ON commitments
  FOR EACH ROW
  EXECUTE FUNCTION agreement_is_not_closed();
CREATE TRIGGER commitment_agreement_counts BEFORE INSERT ON commitments
  FOR EACH ROW
  EXECUTE FUNCTION commitment_agreement_counts();
CREATE TRIGGER commitment_has_totals AFTER INSERT ON commitments
  FOR EACH ROW
  EXECUTE FUNCTION commitment_has_totals();
CREATE TRIGGER commitments_stay BEFORE DELETE OR UPDATE ON commitments
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- Nothing is booked in a period that is closed or being closed; entries sum to zero; charges of a
-- grant do not wait for each other, what is decided about its money waits for all of them.
CREATE TRIGGER a_wait_for_period_closing BEFORE INSERT ON ledger_transactions
  FOR EACH ROW
  EXECUTE FUNCTION wait_for_period_closing();
CREATE CONSTRAINT TRIGGER ledger_has_entries AFTER INSERT ON ledger_transactions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION ledger_sums_to_zero();
CREATE TRIGGER ledger_period_is_open BEFORE INSERT ON ledger_transactions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_period_is_open();
CREATE TRIGGER lock_booked_grant BEFORE INSERT ON ledger_transactions
  FOR EACH ROW
  EXECUTE FUNCTION lock_booked_grant();
CREATE TRIGGER ledger_transactions_stay BEFORE DELETE OR UPDATE ON ledger_transactions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- An entry moves the balance of its account, in a month that is not signed, within the line, and in a grant that is
-- neither suspended nor closed.
CREATE TRIGGER grant_takes_entries BEFORE INSERT ON ledger_entries
  FOR EACH ROW
  EXECUTE FUNCTION grant_takes_entries();
CREATE TRIGGER ledger_agency_month_is_open BEFORE INSERT ON ledger_entries
  FOR EACH ROW
  EXECUTE FUNCTION ledger_agency_month_is_open();
CREATE TRIGGER ledger_entries_stay BEFORE DELETE OR UPDATE ON ledger_entries
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_moves_the_balance AFTER INSERT ON ledger_entries
  FOR EACH ROW
  EXECUTE FUNCTION ledger_moves_the_balance();
CREATE CONSTRAINT TRIGGER ledger_sums_to_zero AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION ledger_sums_to_zero();
CREATE TRIGGER within_the_line AFTER INSERT ON ledger_entries
  FOR EACH ROW
  WHEN (new.amount > 0)
  EXECUTE FUNCTION commitment_stays_within_the_line();
CREATE TRIGGER within_the_line_by_agreement AFTER INSERT ON ledger_entries
  FOR EACH ROW
  WHEN (new.amount > 0)
  EXECUTE FUNCTION agreement_stays_within_the_line();

-- A step of a commitment is legal and dated in an open period (triggers run in the order of their names); the
-- last one is the check of the reintegration plans (voluntary-return).
CREATE TRIGGER a_wait_for_period_closing BEFORE INSERT ON commitment_steps
  FOR EACH ROW
  EXECUTE FUNCTION wait_for_period_closing();
CREATE TRIGGER commitment_agency_month_is_open AFTER INSERT ON commitment_steps
  FOR EACH ROW
  EXECUTE FUNCTION commitment_agency_month_is_open();
CREATE TRIGGER commitment_steps_forward BEFORE INSERT ON commitment_steps
  FOR EACH ROW
  EXECUTE FUNCTION commitment_steps_forward();
CREATE TRIGGER commitment_steps_stay BEFORE DELETE OR UPDATE ON commitment_steps
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER return_plan_money_agrees AFTER INSERT ON commitment_steps
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION return_plan_money_agrees();

CREATE TRIGGER a_wait_for_period_closing BEFORE INSERT ON donor_money
  FOR EACH ROW
  EXECUTE FUNCTION wait_for_period_closing();
CREATE TRIGGER donor_money_holds AFTER INSERT ON donor_money
  FOR EACH ROW
  EXECUTE FUNCTION donor_money_holds();
CREATE TRIGGER donor_money_stays BEFORE DELETE OR UPDATE ON donor_money
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE CONSTRAINT TRIGGER agreement_lines_add_up AFTER INSERT ON agreement_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION agreement_lines_add_up();
CREATE TRIGGER agreement_lines_stay BEFORE DELETE OR UPDATE ON agreement_lines
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- A second person confirms.
CREATE TRIGGER agreement_confirmations_stay BEFORE DELETE OR UPDATE ON agreement_confirmations
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER agreement_needs_another_person BEFORE INSERT ON agreement_confirmations
  FOR EACH ROW
  EXECUTE FUNCTION agreement_needs_another_person();

CREATE TRIGGER partner_ratings_stay BEFORE DELETE OR UPDATE ON partner_ratings
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- A submission is made under an agreement that is not closed.
CREATE TRIGGER agreement_is_not_closed BEFORE INSERT ON partner_papers
  FOR EACH ROW
  EXECUTE FUNCTION agreement_is_not_closed();
CREATE TRIGGER partner_paper_has_a_state AFTER INSERT ON partner_papers
  FOR EACH ROW
  EXECUTE FUNCTION partner_paper_has_a_state();
CREATE TRIGGER partner_papers_stay BEFORE DELETE OR UPDATE ON partner_papers
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER partner_paper_rows_stay BEFORE DELETE OR UPDATE ON partner_paper_rows
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER partner_rows_come_first BEFORE INSERT ON partner_paper_rows
  FOR EACH ROW
  EXECUTE FUNCTION partner_rows_come_first();

-- A step of a submission is legal and dated in an open period; every row is decided on.
CREATE TRIGGER a_wait_for_period_closing BEFORE INSERT ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION wait_for_period_closing();
CREATE TRIGGER agreement_is_not_closed BEFORE INSERT ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION agreement_is_not_closed();
CREATE TRIGGER partner_agency_month_is_open AFTER INSERT ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION partner_agency_month_is_open();
CREATE CONSTRAINT TRIGGER partner_decisions_add_up AFTER INSERT ON partner_steps
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (new.step IN ('authorised', 'accepted'))
  EXECUTE FUNCTION partner_decisions_add_up();
CREATE TRIGGER partner_state_follows AFTER INSERT ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION partner_state_follows();
CREATE TRIGGER partner_steps_forward BEFORE INSERT ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION partner_steps_forward();
CREATE TRIGGER partner_steps_stay BEFORE DELETE OR UPDATE ON partner_steps
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE CONSTRAINT TRIGGER partner_decisions_add_up AFTER INSERT ON partner_row_decisions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION partner_decisions_add_up();
CREATE TRIGGER partner_row_decisions_stay BEFORE DELETE OR UPDATE ON partner_row_decisions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The quarters make the plan, and the last plan makes the line.
CREATE CONSTRAINT TRIGGER budget_plan_adds_up AFTER INSERT ON budget_plans
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION budget_plan_adds_up();
CREATE TRIGGER budget_plan_locks_line BEFORE INSERT ON budget_plans
  FOR EACH ROW
  EXECUTE FUNCTION budget_plan_locks_line();
CREATE TRIGGER budget_plans_stay BEFORE DELETE OR UPDATE ON budget_plans
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE CONSTRAINT TRIGGER budget_plan_quarters_add_up AFTER INSERT ON budget_plan_quarters
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION budget_plan_adds_up();
CREATE TRIGGER budget_plan_quarters_stay BEFORE DELETE OR UPDATE ON budget_plan_quarters
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The lines of a revision are complete and sum to zero.
CREATE TRIGGER budget_revisions_stay BEFORE DELETE OR UPDATE ON budget_revisions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER revision_has_lines AFTER INSERT ON budget_revisions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION revision_sums_to_zero();

CREATE TRIGGER budget_revision_lines_stay BEFORE DELETE OR UPDATE ON budget_revision_lines
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER revision_sums_to_zero AFTER INSERT ON budget_revision_lines
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION revision_sums_to_zero();

-- Not after the decision.
CREATE TRIGGER donor_approval_is_in_time BEFORE INSERT ON donor_approvals
  FOR EACH ROW
  EXECUTE FUNCTION donor_approval_is_in_time();
CREATE TRIGGER donor_approvals_stay BEFORE DELETE OR UPDATE ON donor_approvals
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- An approved revision changes the amounts; nothing else does.
CREATE TRIGGER budget_revision_decisions_stay BEFORE DELETE OR UPDATE ON budget_revision_decisions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER revision_comes_into_force BEFORE INSERT ON budget_revision_decisions
  FOR EACH ROW
  EXECUTE FUNCTION revision_comes_into_force();

CREATE TRIGGER budget_versions_stay BEFORE DELETE OR UPDATE ON budget_versions
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER budget_version_lines_stay BEFORE DELETE OR UPDATE ON budget_version_lines
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The rows make the file, in a month that is not signed.
CREATE CONSTRAINT TRIGGER agency_file_has_rows AFTER INSERT ON agency_files
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION agency_file_adds_up();
CREATE TRIGGER agency_file_month_is_open AFTER INSERT ON agency_files
  FOR EACH ROW
  EXECUTE FUNCTION agency_file_month_is_open();
CREATE TRIGGER agency_files_stay BEFORE DELETE OR UPDATE ON agency_files
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER agency_file_locks_reconciliation BEFORE INSERT ON agency_files
  FOR EACH ROW
  EXECUTE FUNCTION lock_reconciliation();

CREATE TRIGGER agency_rows_come_with_their_file BEFORE INSERT ON agency_rows
  FOR EACH ROW
  EXECUTE FUNCTION agency_rows_come_with_their_file();
CREATE TRIGGER agency_rows_stay BEFORE DELETE OR UPDATE ON agency_rows
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- A file is taken back while none of its rows is matched, in a month that is not signed.
CREATE TRIGGER agency_file_is_free BEFORE INSERT ON agency_files_withdrawn
  FOR EACH ROW
  EXECUTE FUNCTION agency_file_is_free();
CREATE TRIGGER agency_file_month_is_open AFTER INSERT ON agency_files_withdrawn
  FOR EACH ROW
  EXECUTE FUNCTION agency_file_month_is_open();
CREATE TRIGGER agency_files_withdrawn_stay BEFORE DELETE OR UPDATE ON agency_files_withdrawn
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- Both sides of a match are complete and differ by what it says.
CREATE TRIGGER ledger_matches_stay BEFORE DELETE OR UPDATE ON ledger_matches
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE CONSTRAINT TRIGGER match_adds_up AFTER INSERT ON ledger_matches
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION match_adds_up();
CREATE TRIGGER lock_reconciliation BEFORE INSERT ON ledger_matches
  FOR EACH ROW
  EXECUTE FUNCTION lock_reconciliation();

-- Written with the match; stands alone is changed, by match_is_parted.
CREATE TRIGGER match_is_whole BEFORE INSERT ON matched_entries
  FOR EACH ROW
  EXECUTE FUNCTION match_is_whole();
CREATE TRIGGER matched_entries_stay BEFORE DELETE ON matched_entries
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER match_is_whole BEFORE INSERT ON matched_rows
  FOR EACH ROW
  EXECUTE FUNCTION match_is_whole();
CREATE TRIGGER matched_rows_stay BEFORE DELETE ON matched_rows
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- A match is undone unless it was signed.
CREATE TRIGGER ledger_partings_stay BEFORE DELETE OR UPDATE ON ledger_partings
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER match_is_not_signed AFTER INSERT ON ledger_partings
  FOR EACH ROW
  EXECUTE FUNCTION match_is_not_signed();
CREATE TRIGGER match_is_parted BEFORE INSERT ON ledger_partings
  FOR EACH ROW
  EXECUTE FUNCTION match_is_parted();

CREATE TRIGGER open_item_reasons_stay BEFORE DELETE OR UPDATE ON open_item_reasons
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER open_item_reason_locks_reconciliation BEFORE INSERT ON open_item_reasons
  FOR EACH ROW
  EXECUTE FUNCTION lock_reconciliation();

-- A step of a month's reconciliation is legal and keeps the figures of that moment.
CREATE TRIGGER agency_month_forward BEFORE INSERT ON agency_month_steps
  FOR EACH ROW
  EXECUTE FUNCTION agency_month_forward();
CREATE TRIGGER agency_month_steps_stay BEFORE DELETE OR UPDATE ON agency_month_steps
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- Nothing of the agreement is open.
CREATE TRIGGER agreement_closes_with_nothing_open BEFORE INSERT ON agreement_closings
  FOR EACH ROW
  EXECUTE FUNCTION agreement_closes_with_nothing_open();
CREATE TRIGGER agreement_closings_stay BEFORE DELETE OR UPDATE ON agreement_closings
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

CREATE TRIGGER spot_checks_stay BEFORE DELETE OR UPDATE ON spot_checks
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The checker is not who accepted the row.
CREATE TRIGGER spot_check_is_by_another BEFORE INSERT ON spot_check_rows
  FOR EACH ROW
  EXECUTE FUNCTION spot_check_is_by_another();
CREATE TRIGGER spot_check_rows_stay BEFORE DELETE OR UPDATE ON spot_check_rows
  FOR EACH ROW
  EXECUTE FUNCTION ledger_is_append_only();

-- The application may lock a balance (lock_ledger_accounts), which PostgreSQL allows to none who may not update it; it moves none.
CREATE TRIGGER ledger_balances_keep_their_account BEFORE UPDATE OF account_id ON ledger_balances
  FOR EACH ROW
  WHEN (old.account_id <> new.account_id)
  EXECUTE FUNCTION ledger_is_append_only();
