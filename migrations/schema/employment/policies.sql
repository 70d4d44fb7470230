-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Employers: read by all; added and changed by programme officers, supervisors and the system.
ALTER TABLE work_employers ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_employers FORCE ROW LEVEL SECURITY;
CREATE POLICY work_employers_read ON work_employers FOR SELECT TO mawa_app
  USING (true);
CREATE POLICY work_employers_add ON work_employers FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY work_employers_change ON work_employers FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY work_employers_at_the_gate ON work_employers TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY work_employers_for_figures ON work_employers FOR SELECT TO mawa_figures
  USING (true);


-- Offers: read by all; added and changed by programme officers, supervisors and the system.
ALTER TABLE work_offers ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_offers FORCE ROW LEVEL SECURITY;
CREATE POLICY work_offers_read ON work_offers FOR SELECT TO mawa_app
  USING (true);
CREATE POLICY work_offers_add ON work_offers FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY work_offers_change ON work_offers FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY work_offers_at_the_gate ON work_offers TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_applications ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_applications FORCE ROW LEVEL SECURITY;
CREATE POLICY work_applications_read ON work_applications FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_applications_add ON work_applications FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_applications_at_the_gate ON work_applications TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_application_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_application_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY work_application_steps_read ON work_application_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_application_steps_add ON work_application_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_application_steps_at_the_gate ON work_application_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_placements ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_placements FORCE ROW LEVEL SECURITY;
CREATE POLICY work_placements_read ON work_placements FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_placements_add ON work_placements FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_placements_at_the_gate ON work_placements TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY work_placements_for_figures ON work_placements FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_placement_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_placement_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY work_placement_steps_read ON work_placement_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_placement_steps_add ON work_placement_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY work_placement_steps_at_the_gate ON work_placement_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY work_placement_steps_for_figures ON work_placement_steps FOR SELECT TO mawa_figures
  USING (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_follow_ups ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_follow_ups FORCE ROW LEVEL SECURITY;
CREATE POLICY work_follow_ups_read ON work_follow_ups FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY work_follow_ups_add ON work_follow_ups FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY work_follow_ups_at_the_gate ON work_follow_ups TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY work_follow_ups_for_figures ON work_follow_ups FOR SELECT TO mawa_figures USING (true);


-- Part `story` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE work_alert_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE work_alert_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY work_alert_answers_read ON work_alert_answers FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY work_alert_answers_add ON work_alert_answers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'story', (SELECT actor_reach())));
CREATE POLICY work_alert_answers_at_the_gate ON work_alert_answers TO mawa_gate
  USING (true)
  WITH CHECK (true);
