-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read by whoever reads the care of one of its people, by the members of its sitting for a time, and by
-- finance once it is granted; opened by the officer who follows it.
ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
CREATE POLICY projects_at_the_gate ON projects TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY projects_for_figures ON projects FOR SELECT TO mawa_figures USING (true);
CREATE POLICY projects_read ON projects FOR SELECT TO mawa_app
  USING (id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY projects_add ON projects FOR INSERT TO mawa_app
  WITH CHECK (officer_id = (SELECT mawa_actor()));
CREATE POLICY projects_paid ON projects FOR SELECT TO mawa_app
  USING (id = ANY ((SELECT projects_paid())::uuid[]));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE project_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_people FORCE ROW LEVEL SECURITY;
CREATE POLICY project_people_read ON project_people FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY project_people_add ON project_people FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY project_people_change ON project_people FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY project_people_at_the_gate ON project_people TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_people_for_figures ON project_people FOR SELECT TO mawa_figures USING (true);


-- Read as the project, without finance; written by who accompanies one of its people now (projects_written).
ALTER TABLE project_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY project_steps_at_the_gate ON project_steps TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_steps_for_figures ON project_steps FOR SELECT TO mawa_figures USING (true);
CREATE POLICY project_steps_read ON project_steps FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_steps_add ON project_steps FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read as the project, without finance; written by who accompanies one of its people now.
ALTER TABLE project_plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_plans FORCE ROW LEVEL SECURITY;
CREATE POLICY project_plans_at_the_gate ON project_plans TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_plans_read ON project_plans FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_plans_add ON project_plans FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read as the project, without finance; written by who accompanies one of its people now.
ALTER TABLE project_plan_lines ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_plan_lines FORCE ROW LEVEL SECURITY;
CREATE POLICY project_plan_lines_at_the_gate ON project_plan_lines TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_plan_lines_read ON project_plan_lines FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_plan_lines_add ON project_plan_lines FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read by all; called by who may sit, with a chair who may.
ALTER TABLE project_sittings ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_sittings FORCE ROW LEVEL SECURITY;
CREATE POLICY project_sittings_at_the_gate ON project_sittings TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_sittings_read ON project_sittings FOR SELECT TO mawa_app USING (true);
CREATE POLICY project_sittings_add ON project_sittings FOR INSERT TO mawa_app
  WITH CHECK ((SELECT project_may_sit(mawa_actor())) AND (SELECT project_may_sit(project_sittings.chair_id)));


-- Read and named by who called the sitting or sits in it; only for who may sit.
ALTER TABLE project_seats ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_seats FORCE ROW LEVEL SECURITY;
CREATE POLICY project_seats_at_the_gate ON project_seats TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_seats_read ON project_seats FOR SELECT TO mawa_app
  USING (sitting_id = ANY ((SELECT project_sittings_read())::uuid[]));
CREATE POLICY project_seats_add ON project_seats FOR INSERT TO mawa_app
  WITH CHECK (sitting_id = ANY ((SELECT project_sittings_read())::uuid[]) AND project_may_sit(user_id));


-- Read as the project; put on the agenda by who accompanies one of its people now.
ALTER TABLE project_agendas ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_agendas FORCE ROW LEVEL SECURITY;
CREATE POLICY project_agendas_at_the_gate ON project_agendas TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_agendas_read ON project_agendas FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_agendas_add ON project_agendas FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read as the project; withdrawn in one's own name, by a member of its sitting.
ALTER TABLE project_recusals ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_recusals FORCE ROW LEVEL SECURITY;
CREATE POLICY project_recusals_at_the_gate ON project_recusals TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_recusals_read ON project_recusals FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_recusals_add ON project_recusals FOR INSERT TO mawa_app
  WITH CHECK (user_id = (SELECT mawa_actor()) AND project_id = ANY ((SELECT projects_sat_on())::uuid[]));


-- Own scores, and those of others once one has scored or it is decided; scored in one's own name, by a member
-- of its sitting.
ALTER TABLE project_scores ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_scores FORCE ROW LEVEL SECURITY;
CREATE POLICY project_scores_at_the_gate ON project_scores TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_scores_read ON project_scores FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[])
    AND (user_id = (SELECT mawa_actor())
        OR project_scored(sitting_id, project_id, (SELECT mawa_actor()))
        OR EXISTS (SELECT 1
              FROM project_decisions AS d
             WHERE d.sitting_id = project_scores.sitting_id AND d.project_id = project_scores.project_id)));
CREATE POLICY project_scores_add ON project_scores FOR INSERT TO mawa_app
  WITH CHECK (user_id = (SELECT mawa_actor()) AND project_id = ANY ((SELECT projects_sat_on())::uuid[]));


-- Read as the project, by finance too; decided by a member of its sitting (its chair, by trigger).
ALTER TABLE project_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY project_decisions_at_the_gate ON project_decisions TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_decisions_for_figures ON project_decisions FOR SELECT TO mawa_figures USING (true);
CREATE POLICY project_decisions_read ON project_decisions FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_decisions_add ON project_decisions FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_sat_on())::uuid[]));
CREATE POLICY project_decisions_paid ON project_decisions FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));


-- Read as the project, by finance too; laid down by a member of its sitting, with the decision.
ALTER TABLE project_tranches ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_tranches FORCE ROW LEVEL SECURITY;
CREATE POLICY project_tranches_at_the_gate ON project_tranches TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_tranches_read ON project_tranches FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_read())::uuid[]));
CREATE POLICY project_tranches_add ON project_tranches FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_sat_on())::uuid[]));
CREATE POLICY project_tranches_paid ON project_tranches FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));


-- Read by whoever reads the care of one of its people and by finance, not by the committee; written by who
-- accompanies one of them now.
ALTER TABLE project_milestones ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_milestones FORCE ROW LEVEL SECURITY;
CREATE POLICY project_milestones_at_the_gate ON project_milestones TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_milestones_read ON project_milestones FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_milestones_add ON project_milestones FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));
CREATE POLICY project_milestones_paid ON project_milestones FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));


-- Read as milestones. Paid and taken back by finance, or by who accompanies one of its people now (and took
-- no part before, by trigger).
ALTER TABLE project_payments ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_payments FORCE ROW LEVEL SECURITY;
CREATE POLICY project_payments_at_the_gate ON project_payments TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_payments_read ON project_payments FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_payments_for_figures ON project_payments FOR SELECT TO mawa_figures USING (true);
CREATE POLICY project_payments_paid ON project_payments FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));
CREATE POLICY project_payments_add ON project_payments FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_paid())::uuid[])
    OR project_id = ANY ((SELECT projects_written())::uuid[]));
CREATE POLICY project_payments_back ON project_payments FOR UPDATE TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[])
    OR project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read as milestones; written by who accompanies one of its people now.
ALTER TABLE project_receipts ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_receipts FORCE ROW LEVEL SECURITY;
CREATE POLICY project_receipts_at_the_gate ON project_receipts TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_receipts_read ON project_receipts FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_receipts_add ON project_receipts FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));
CREATE POLICY project_receipts_paid ON project_receipts FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));


-- Read as milestones; written by who accompanies one of its people now, another than who handed it in
-- (trigger).
ALTER TABLE project_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY project_answers_at_the_gate ON project_answers TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_answers_read ON project_answers FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_answers_add ON project_answers FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));
CREATE POLICY project_answers_paid ON project_answers FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_paid())::uuid[]));


-- Read by whoever reads the care of one of its people; written by who accompanies one of them now.
ALTER TABLE project_assets ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_assets FORCE ROW LEVEL SECURITY;
CREATE POLICY project_assets_at_the_gate ON project_assets TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_assets_read ON project_assets FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_assets_add ON project_assets FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read by whoever reads the care of one of its people; written by who accompanies one of them now.
ALTER TABLE project_asset_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_asset_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY project_asset_steps_at_the_gate ON project_asset_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY project_asset_steps_read ON project_asset_steps FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_asset_steps_add ON project_asset_steps FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read by whoever reads the care of one of its people; written by who accompanies one of them now.
ALTER TABLE project_visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_visits FORCE ROW LEVEL SECURITY;
CREATE POLICY project_visits_at_the_gate ON project_visits TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_visits_read ON project_visits FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_visits_add ON project_visits FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));


-- Read by whoever reads the care of one of its people; written by who accompanies one of them now.
ALTER TABLE project_reviews ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_reviews FORCE ROW LEVEL SECURITY;
CREATE POLICY project_reviews_at_the_gate ON project_reviews TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY project_reviews_read ON project_reviews FOR SELECT TO mawa_app
  USING (project_id = ANY ((SELECT projects_of_people())::uuid[]));
CREATE POLICY project_reviews_add ON project_reviews FOR INSERT TO mawa_app
  WITH CHECK (project_id = ANY ((SELECT projects_written())::uuid[]));
CREATE POLICY project_reviews_for_figures ON project_reviews FOR SELECT TO mawa_figures USING (true);
