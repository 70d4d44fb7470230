-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE recognition_procedures ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_procedures FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_procedures_read ON recognition_procedures FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_procedures_add ON recognition_procedures FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_procedures_at_the_gate ON recognition_procedures TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_procedures_for_figures ON recognition_procedures FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. An
-- asked assessor, who may not write the part, takes the steps of an assessment.
ALTER TABLE recognition_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_steps_read ON recognition_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_steps_add ON recognition_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_steps_at_the_gate ON recognition_steps TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_steps_by_the_assessor ON recognition_steps FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1
        FROM recognition_assessors AS a
       WHERE a.procedure_id = recognition_steps.procedure_id
           AND a.case_id = recognition_steps.case_id
           AND a.assessor_id = mawa_actor())
    AND from_state IN ('portfolio_submitted', 'gap_training', 'appealed')
    AND to_state IN ('portfolio_open', 'assessed', 'certified_partial', 'closed'));
CREATE POLICY recognition_steps_for_figures ON recognition_steps FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE recognition_evidence ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_evidence FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_evidence_read ON recognition_evidence FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_evidence_add ON recognition_evidence FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_evidence_at_the_gate ON recognition_evidence TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE recognition_assessors ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_assessors FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_assessors_read ON recognition_assessors FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_assessors_add ON recognition_assessors FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_assessors_at_the_gate ON recognition_assessors TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. An
-- asked assessor, who may not write the part, declares (trigger: their own).
ALTER TABLE recognition_declarations ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_declarations FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_declarations_read ON recognition_declarations FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_declarations_add ON recognition_declarations FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_declarations_at_the_gate ON recognition_declarations TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_declarations_by_the_assessor ON recognition_declarations FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1
        FROM recognition_assessors AS a
       WHERE a.procedure_id = recognition_declarations.procedure_id
      AND a.case_id = recognition_declarations.case_id
      AND a.assessor_id = mawa_actor()));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. An
-- asked assessor, who may not write the part, judges.
ALTER TABLE recognition_judgements ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_judgements FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_judgements_read ON recognition_judgements FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_judgements_add ON recognition_judgements FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_judgements_at_the_gate ON recognition_judgements TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_judgements_by_the_assessor ON recognition_judgements FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1
        FROM recognition_assessors AS a
       WHERE a.procedure_id = recognition_judgements.procedure_id
      AND a.case_id = recognition_judgements.case_id
      AND a.assessor_id = mawa_actor()));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them. An
-- asked assessor, who may not write the part, writes results.
ALTER TABLE recognition_results ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_results FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_results_read ON recognition_results FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_results_add ON recognition_results FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_results_at_the_gate ON recognition_results TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_results_by_the_assessor ON recognition_results FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1
        FROM recognition_assessors AS a
       WHERE a.procedure_id = recognition_results.procedure_id
      AND a.case_id = recognition_results.case_id
      AND a.assessor_id = mawa_actor()));


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE recognition_gaps ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_gaps FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_gaps_read ON recognition_gaps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_gaps_add ON recognition_gaps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_gaps_at_the_gate ON recognition_gaps TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE recognition_fees ENABLE ROW LEVEL SECURITY;
ALTER TABLE recognition_fees FORCE ROW LEVEL SECURITY;
CREATE POLICY recognition_fees_read ON recognition_fees FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_fees_add ON recognition_fees FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_fees_change ON recognition_fees FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY recognition_fees_at_the_gate ON recognition_fees TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY recognition_fees_for_figures ON recognition_fees FOR SELECT TO mawa_figures USING (true);
