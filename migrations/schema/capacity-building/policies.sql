-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_learners ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_learners FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_learners_by_role ON capacity_learners TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_learners_at_the_gate ON capacity_learners TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY capacity_learners_for_figures ON capacity_learners FOR SELECT TO mawa_figures USING (true);


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_digests ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_digests FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_digests_by_role ON capacity_digests TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_digests_at_the_gate ON capacity_digests TO mawa_gate
  USING (true)
  WITH CHECK (true);


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_merges FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_merges_by_role ON capacity_merges TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_merges_at_the_gate ON capacity_merges TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_participants FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_participants_by_role ON capacity_participants TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_participants_at_the_gate ON capacity_participants TO mawa_gate
  USING (true)
  WITH CHECK (true);
CREATE POLICY capacity_participants_for_figures ON capacity_participants FOR SELECT TO mawa_figures
  USING (true);


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_marks ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_marks FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_marks_by_role ON capacity_marks TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_marks_at_the_gate ON capacity_marks TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY capacity_marks_for_figures ON capacity_marks FOR SELECT TO mawa_figures USING (true);


-- Read and written by programme officers, case supervisors and the system.
ALTER TABLE capacity_tests ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_tests FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_tests_by_role ON capacity_tests TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_tests_at_the_gate ON capacity_tests TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY capacity_tests_for_figures ON capacity_tests FOR SELECT TO mawa_figures USING (true);


-- Read and written by programme officers, case supervisors and the system. Anybody may check one by its code
-- (function training_certificate).
ALTER TABLE capacity_certificates ENABLE ROW LEVEL SECURITY;
ALTER TABLE capacity_certificates FORCE ROW LEVEL SECURITY;
CREATE POLICY capacity_certificates_by_role ON capacity_certificates TO mawa_app
  USING ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()))
  WITH CHECK ((SELECT mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system()));
CREATE POLICY capacity_certificates_at_the_gate ON capacity_certificates TO mawa_gate
  USING (true)
  WITH CHECK (true);
