-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Courses: read by all; added and changed by programme officers, supervisors and the system.
ALTER TABLE training_courses ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_courses FORCE ROW LEVEL SECURITY;
CREATE POLICY training_courses_read ON training_courses FOR SELECT TO mawa_app
  USING (true);
CREATE POLICY training_courses_add ON training_courses FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY training_courses_change ON training_courses FOR UPDATE TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY training_courses_at_the_gate ON training_courses TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY training_courses_for_figures ON training_courses FOR SELECT TO mawa_figures
  USING (true);


-- Sessions called off: read by all; called off by programme officers and supervisors.
ALTER TABLE training_cancellations ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_cancellations FORCE ROW LEVEL SECURITY;
CREATE POLICY training_cancellations_read ON training_cancellations FOR SELECT TO mawa_app
  USING (true);
CREATE POLICY training_cancellations_add ON training_cancellations FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor')) OR (SELECT mawa_is_system()));
CREATE POLICY training_cancellations_at_the_gate ON training_cancellations FOR SELECT TO mawa_gate
  USING (true);
CREATE POLICY training_cancellations_for_figures ON training_cancellations FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_orientations ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_orientations FORCE ROW LEVEL SECURITY;
CREATE POLICY training_orientations_read ON training_orientations FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_orientations_add ON training_orientations FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_orientations_at_the_gate ON training_orientations TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_choices ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_choices FORCE ROW LEVEL SECURITY;
CREATE POLICY training_choices_read ON training_choices FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_choices_add ON training_choices FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_choices_at_the_gate ON training_choices TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_enrolments ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_enrolments FORCE ROW LEVEL SECURITY;
CREATE POLICY training_enrolments_read ON training_enrolments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_enrolments_add ON training_enrolments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_enrolments_at_the_gate ON training_enrolments TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY training_enrolments_for_figures ON training_enrolments FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_appointments ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_appointments FORCE ROW LEVEL SECURITY;
CREATE POLICY training_appointments_read ON training_appointments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_appointments_add ON training_appointments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_appointments_at_the_gate ON training_appointments TO mawa_gate USING (true) WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY training_steps_read ON training_steps FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_steps_add ON training_steps FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_steps_at_the_gate ON training_steps TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY training_steps_for_figures ON training_steps FOR SELECT TO mawa_figures USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_attendance ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_attendance FORCE ROW LEVEL SECURITY;
CREATE POLICY training_attendance_read ON training_attendance FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_attendance_add ON training_attendance FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_attendance_at_the_gate ON training_attendance TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_assessments ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_assessments FORCE ROW LEVEL SECURITY;
CREATE POLICY training_assessments_read ON training_assessments FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_assessments_add ON training_assessments FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_assessments_at_the_gate ON training_assessments TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_allowances ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_allowances FORCE ROW LEVEL SECURITY;
CREATE POLICY training_allowances_read ON training_allowances FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_allowances_add ON training_allowances FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_allowances_change ON training_allowances FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_allowances_at_the_gate ON training_allowances TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY training_allowances_for_figures ON training_allowances FOR SELECT TO mawa_figures
  USING (true);


-- Part `care` of the case: whoever may read that part reads the rows, whoever may write it writes them.
ALTER TABLE training_certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE training_certificates FORCE ROW LEVEL SECURITY;
CREATE POLICY training_certificates_read ON training_certificates FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_certificates_add ON training_certificates FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_certificates_change ON training_certificates FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY training_certificates_at_the_gate ON training_certificates TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY training_certificates_for_figures ON training_certificates FOR SELECT TO mawa_figures
  USING (true);
