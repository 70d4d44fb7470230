-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_figures =
-- statistics, which read codes and days of all cases and no name. "Reads (writes) the part X" means
-- may_read_case (may_write_case) for that part of the case. Whether rows can be changed or deleted at all,
-- the grants in tables.sql say.

-- Read by everybody; made by programme officers and case supervisors in their own name.
ALTER TABLE forms ENABLE ROW LEVEL SECURITY;
ALTER TABLE forms FORCE ROW LEVEL SECURITY;
CREATE POLICY forms_read ON forms FOR SELECT TO mawa_app USING (true);
CREATE POLICY forms_made ON forms FOR INSERT TO mawa_app
  WITH CHECK (created_by = mawa_actor() AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));


-- Read by everybody; drafted and changed by programme officers and case supervisors, approved in one's own
-- name.
ALTER TABLE form_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE form_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY form_versions_read ON form_versions FOR SELECT TO mawa_app USING (true);
CREATE POLICY form_versions_drafted ON form_versions FOR INSERT TO mawa_app
  WITH CHECK (state = 'draft'
    AND author_id = mawa_actor()
    AND writers = ARRAY[mawa_actor()]
    AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
CREATE POLICY form_versions_changed ON form_versions FOR UPDATE TO mawa_app
  USING (state = 'draft' AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
  WITH CHECK (CASE state
      WHEN 'approved' THEN approved_by = mawa_actor()
      ELSE mawa_actor() = ANY (writers) OR state = 'dropped'
    END);


-- Read and written with the part that the form names. Statistics read state and form of all.
ALTER TABLE assessments ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessments FORCE ROW LEVEL SECURITY;
CREATE POLICY assessments_read ON assessments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessments_add ON assessments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessments_change ON assessments FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, part, (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessments_for_the_gate ON assessments FOR SELECT TO mawa_gate USING (true);
CREATE POLICY assessments_for_figures ON assessments FOR SELECT TO mawa_figures USING (true);


-- Read and written with the part that the form names; erased by functions of mawa_gate.
ALTER TABLE assessment_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_answers_read ON assessment_answers FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_answers_add ON assessment_answers FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_answers_remove ON assessment_answers FOR DELETE TO mawa_app
  USING (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_answers_erased_by_the_gate ON assessment_answers TO mawa_gate USING (true);


-- Read and written with the part that the form names; statistics read codes of all.
ALTER TABLE assessment_facts ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_facts FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_facts_read ON assessment_facts FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_facts_add ON assessment_facts FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_facts_for_figures ON assessment_facts FOR SELECT TO mawa_figures USING (true);


-- Read and written with the part care; statistics read bands of all.
ALTER TABLE assessment_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_results FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_results_read ON assessment_results FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY assessment_results_add ON assessment_results FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY assessment_results_for_figures ON assessment_results FOR SELECT TO mawa_figures
  USING (true);


-- Read and written with the part that the form names.
ALTER TABLE assessment_states ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_states FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_states_read ON assessment_states FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_states_add ON assessment_states FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));


-- Read and written with the part that the form names.
ALTER TABLE assessment_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE assessment_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY assessment_decisions_read ON assessment_decisions FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY assessment_decisions_add ON assessment_decisions FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
