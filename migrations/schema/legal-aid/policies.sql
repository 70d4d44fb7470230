-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read by all; entered and changed by administrators, legal officers and the system.
ALTER TABLE courts ENABLE ROW LEVEL SECURITY;
ALTER TABLE courts FORCE ROW LEVEL SECURITY;
CREATE POLICY courts_read ON courts FOR SELECT TO mawa_app USING (true);
CREATE POLICY courts_add ON courts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('administrator', 'legal_officer')) OR (SELECT mawa_is_system()));
CREATE POLICY courts_change ON courts FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('administrator', 'legal_officer')) OR (SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('administrator', 'legal_officer')) OR (SELECT mawa_is_system()));
CREATE POLICY courts_for_figures ON courts FOR SELECT TO mawa_figures USING (true);


-- Read by all; added and removed once another person confirms it (write_closed_day).
ALTER TABLE court_closed_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE court_closed_days FORCE ROW LEVEL SECURITY;
CREATE POLICY court_closed_days_read ON court_closed_days FOR SELECT TO PUBLIC USING (true);
CREATE POLICY court_closed_days_at_the_gate ON court_closed_days FOR INSERT TO mawa_gate WITH CHECK (true);
CREATE POLICY court_closed_days_removed_at_the_gate ON court_closed_days FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE proceedings ENABLE ROW LEVEL SECURITY;
ALTER TABLE proceedings FORCE ROW LEVEL SECURITY;
CREATE POLICY proceedings_read ON proceedings FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceedings_add ON proceedings FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceedings_change ON proceedings FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'legal', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceedings_moved_by_the_gate ON proceedings FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY proceedings_known_to_the_gate ON proceedings FOR SELECT TO mawa_gate USING (true);
CREATE POLICY proceedings_for_figures ON proceedings FOR SELECT TO mawa_figures USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE proceeding_contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE proceeding_contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY proceeding_contacts_read ON proceeding_contacts FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceeding_contacts_add ON proceeding_contacts FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceeding_contacts_change ON proceeding_contacts FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'legal', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY proceeding_contacts_at_the_gate ON proceeding_contacts TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE hearings ENABLE ROW LEVEL SECURITY;
ALTER TABLE hearings FORCE ROW LEVEL SECURITY;
CREATE POLICY hearings_read ON hearings FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY hearings_add ON hearings FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY hearings_moved_by_the_gate ON hearings FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY hearings_known_to_the_gate ON hearings FOR SELECT TO mawa_gate USING (true);
CREATE POLICY hearings_for_figures ON hearings FOR SELECT TO mawa_figures USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE protection_measures ENABLE ROW LEVEL SECURITY;
ALTER TABLE protection_measures FORCE ROW LEVEL SECURITY;
CREATE POLICY protection_measures_read ON protection_measures FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY protection_measures_add ON protection_measures FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY protection_measures_moved_by_the_gate ON protection_measures FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY protection_measures_known_to_the_gate ON protection_measures FOR SELECT TO mawa_gate
  USING (true);
CREATE POLICY protection_measures_for_figures ON protection_measures FOR SELECT TO mawa_figures
  USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE court_orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE court_orders FORCE ROW LEVEL SECURITY;
CREATE POLICY court_orders_read ON court_orders FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY court_orders_add ON court_orders FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY court_orders_moved_by_the_gate ON court_orders FOR UPDATE TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY court_orders_known_to_the_gate ON court_orders FOR SELECT TO mawa_gate USING (true);
CREATE POLICY court_orders_for_figures ON court_orders FOR SELECT TO mawa_figures USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE legal_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY legal_steps_read ON legal_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY legal_steps_add ON legal_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY legal_steps_at_the_gate ON legal_steps TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY legal_steps_for_figures ON legal_steps FOR SELECT TO mawa_figures USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE compensation_amounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE compensation_amounts FORCE ROW LEVEL SECURITY;
CREATE POLICY compensation_amounts_read ON compensation_amounts FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY compensation_amounts_add ON compensation_amounts FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY compensation_amounts_change ON compensation_amounts FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'legal', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY compensation_amounts_known_to_the_gate ON compensation_amounts FOR SELECT TO mawa_gate
  USING (true);
CREATE POLICY compensation_amounts_for_figures ON compensation_amounts FOR SELECT TO mawa_figures
  USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE accused_counts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accused_counts FORCE ROW LEVEL SECURITY;
CREATE POLICY accused_counts_read ON accused_counts FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY accused_counts_add ON accused_counts FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY accused_counts_for_figures ON accused_counts FOR SELECT TO mawa_figures USING (true);


-- Part `legal` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE court_summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE court_summaries FORCE ROW LEVEL SECURITY;
CREATE POLICY court_summaries_read ON court_summaries FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY court_summaries_add ON court_summaries FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'legal', (SELECT actor_reach())));
CREATE POLICY court_summaries_at_the_gate ON court_summaries TO mawa_gate USING (true) WITH CHECK (true);


-- Everybody their own.
ALTER TABLE hearing_feeds ENABLE ROW LEVEL SECURITY;
ALTER TABLE hearing_feeds FORCE ROW LEVEL SECURITY;
CREATE POLICY hearing_feeds_are_ones_own ON hearing_feeds TO mawa_app
  USING (user_id = (SELECT mawa_actor()))
  WITH CHECK (user_id = (SELECT mawa_actor()));
CREATE POLICY hearing_feeds_at_the_gate ON hearing_feeds TO mawa_gate USING (true) WITH CHECK (true);
