-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_tracks ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_tracks FORCE ROW LEVEL SECURITY;
CREATE POLICY return_tracks_read ON return_tracks FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_tracks_add ON return_tracks FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_tracks_at_the_gate ON return_tracks TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY return_tracks_for_plan_figures ON return_tracks FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY return_steps_read ON return_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_steps_add ON return_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_steps_at_the_gate ON return_steps TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY return_steps_for_plan_figures ON return_steps FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_counselling ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_counselling FORCE ROW LEVEL SECURITY;
CREATE POLICY return_counselling_read ON return_counselling FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_counselling_add ON return_counselling FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_counselling_at_the_gate ON return_counselling TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY return_decisions_read ON return_decisions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_decisions_add ON return_decisions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_decisions_at_the_gate ON return_decisions TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_family ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_family FORCE ROW LEVEL SECURITY;
CREATE POLICY return_family_read ON return_family FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_family_add ON return_family FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_family_at_the_gate ON return_family TO mawa_gate USING (true) WITH CHECK (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_risks ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_risks FORCE ROW LEVEL SECURITY;
CREATE POLICY return_risks_read ON return_risks FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_risks_add ON return_risks FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_risks_at_the_gate ON return_risks TO mawa_gate USING (true) WITH CHECK (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_risk_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_risk_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY return_risk_decisions_read ON return_risk_decisions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_risk_decisions_add ON return_risk_decisions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_risk_decisions_at_the_gate ON return_risk_decisions TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_documents ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_documents FORCE ROW LEVEL SECURITY;
CREATE POLICY return_documents_read ON return_documents FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_documents_add ON return_documents FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_documents_at_the_gate ON return_documents TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_document_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_document_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY return_document_steps_read ON return_document_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_document_steps_add ON return_document_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_document_steps_at_the_gate ON return_document_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `health` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_fitness ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_fitness FORCE ROW LEVEL SECURITY;
CREATE POLICY return_fitness_read ON return_fitness FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'health', (SELECT actor_reach())));
CREATE POLICY return_fitness_add ON return_fitness FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'health', (SELECT actor_reach())));
CREATE POLICY return_fitness_at_the_gate ON return_fitness TO mawa_gate USING (true) WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_journeys ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_journeys FORCE ROW LEVEL SECURITY;
CREATE POLICY return_journeys_read ON return_journeys FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_journeys_add ON return_journeys FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_journeys_at_the_gate ON return_journeys TO mawa_gate USING (true) WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_legs ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_legs FORCE ROW LEVEL SECURITY;
CREATE POLICY return_legs_read ON return_legs FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_legs_add ON return_legs FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_legs_at_the_gate ON return_legs TO mawa_gate USING (true) WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_checks ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_checks FORCE ROW LEVEL SECURITY;
CREATE POLICY return_checks_read ON return_checks FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_checks_add ON return_checks FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_checks_at_the_gate ON return_checks TO mawa_gate USING (true) WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. An
-- answer by link is written by record_linked_arrival alone (mawa_gate).
ALTER TABLE return_arrivals ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_arrivals FORCE ROW LEVEL SECURITY;
CREATE POLICY return_arrivals_read ON return_arrivals FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_arrivals_add ON return_arrivals FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_arrivals_at_the_gate ON return_arrivals TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY return_arrivals_not_by_link ON return_arrivals AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (how <> 'link');


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_versions_read ON return_plan_versions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_versions_add ON return_plan_versions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_versions_at_the_gate ON return_plan_versions TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_plan_versions_for_plan_figures ON return_plan_versions FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_items ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_items FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_items_read ON return_plan_items FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_items_add ON return_plan_items FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_items_at_the_gate ON return_plan_items TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_plan_items_for_plan_figures ON return_plan_items FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_ends_read ON return_plan_ends FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_ends_add ON return_plan_ends FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_ends_at_the_gate ON return_plan_ends TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_plan_ends_for_plan_figures ON return_plan_ends FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_agreements ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_agreements FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_agreements_read ON return_plan_agreements FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_agreements_add ON return_plan_agreements FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY return_plan_agreements_at_the_gate ON return_plan_agreements TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_plan_agreements_for_plan_figures ON return_plan_agreements FOR SELECT TO mawa_figures
  USING (true);


-- Part `money` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_money ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_money FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_money_read ON return_plan_money FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_plan_money_add ON return_plan_money FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_plan_money_at_the_gate ON return_plan_money TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `money` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_instalments ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_instalments FORCE ROW LEVEL SECURITY;
CREATE POLICY return_instalments_read ON return_instalments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_instalments_add ON return_instalments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_instalments_at_the_gate ON return_instalments TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_instalments_for_plan_figures ON return_instalments FOR SELECT TO mawa_figures
  USING (true);


-- Part `money` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_plan_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_plan_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY return_plan_requests_read ON return_plan_requests FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_plan_requests_add ON return_plan_requests FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_plan_requests_at_the_gate ON return_plan_requests TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_plan_requests_for_figures ON return_plan_requests FOR SELECT TO mawa_figures
  USING (true);


-- Part `money` of the case: whoever may read that part reads the rows, whoever may write it writes them. A
-- release is written by return_plan_release_money alone (mawa_gate).
ALTER TABLE return_instalment_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_instalment_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY return_instalment_steps_read ON return_instalment_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_instalment_steps_add ON return_instalment_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'money', (SELECT actor_reach())));
CREATE POLICY return_instalment_steps_at_the_gate ON return_instalment_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_instalment_steps_for_figures ON return_instalment_steps FOR SELECT TO mawa_figures
  USING (true);
CREATE POLICY return_instalment_steps_released_by_their_end ON return_instalment_steps
  AS RESTRICTIVE FOR INSERT TO mawa_app
  WITH CHECK (step <> 'released');


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_follow_ups ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_follow_ups FORCE ROW LEVEL SECURITY;
CREATE POLICY return_follow_ups_read ON return_follow_ups FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_follow_ups_add ON return_follow_ups FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_follow_ups_at_the_gate ON return_follow_ups TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_follow_ups_for_figures ON return_follow_ups FOR SELECT TO mawa_figures USING (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_satisfactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_satisfactions FORCE ROW LEVEL SECURITY;
CREATE POLICY return_satisfactions_read ON return_satisfactions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_satisfactions_add ON return_satisfactions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_satisfactions_at_the_gate ON return_satisfactions TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY return_satisfactions_for_figures ON return_satisfactions FOR SELECT TO mawa_figures
  USING (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_outcomes ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_outcomes FORCE ROW LEVEL SECURITY;
CREATE POLICY return_outcomes_read ON return_outcomes FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_outcomes_add ON return_outcomes FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_outcomes_at_the_gate ON return_outcomes TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY return_outcomes_for_figures ON return_outcomes FOR SELECT TO mawa_figures USING (true);


-- Read by everybody; a programme officer adds an edition, another approves it (triggers and constraints).
ALTER TABLE survey_weightings ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_weightings FORCE ROW LEVEL SECURITY;
CREATE POLICY survey_weightings_read ON survey_weightings FOR SELECT TO PUBLIC USING (true);
CREATE POLICY survey_weightings_add ON survey_weightings FOR INSERT TO mawa_app
  WITH CHECK (mawa_has_role('programme_officer'));
CREATE POLICY survey_weightings_approve ON survey_weightings FOR UPDATE TO mawa_app
  USING (mawa_has_role('programme_officer'));
CREATE POLICY survey_weightings_at_the_gate ON survey_weightings TO mawa_gate USING (true) WITH CHECK (true);


-- Read by everybody; a programme officer adds the weights of their edition.
ALTER TABLE survey_weights ENABLE ROW LEVEL SECURITY;
ALTER TABLE survey_weights FORCE ROW LEVEL SECURITY;
CREATE POLICY survey_weights_read ON survey_weights FOR SELECT TO PUBLIC USING (true);
CREATE POLICY survey_weights_add ON survey_weights FOR INSERT TO mawa_app
  WITH CHECK (mawa_has_role('programme_officer'));
CREATE POLICY survey_weights_at_the_gate ON survey_weights TO mawa_gate USING (true) WITH CHECK (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE return_surveys ENABLE ROW LEVEL SECURITY;
ALTER TABLE return_surveys FORCE ROW LEVEL SECURITY;
CREATE POLICY return_surveys_read ON return_surveys FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_surveys_add ON return_surveys FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY return_surveys_at_the_gate ON return_surveys TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY return_surveys_for_figures ON return_surveys FOR SELECT TO mawa_figures USING (true);
