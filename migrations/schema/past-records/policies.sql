-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that run as
-- security definer, and mawa_figures counts for reports: they see every row, within the columns granted to them.

-- Read and written with the part care; functions of mawa_gate compare them with what is in Mawa; figures count all.
ALTER TABLE past_records ENABLE ROW LEVEL SECURITY;
ALTER TABLE past_records FORCE ROW LEVEL SECURITY;
CREATE POLICY past_records_read ON past_records FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_records_add ON past_records FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_records_taken_back ON past_records FOR DELETE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY past_records_for_the_gate ON past_records FOR SELECT TO mawa_gate USING (true);
CREATE POLICY past_records_for_figures ON past_records FOR SELECT TO mawa_figures USING (true);
