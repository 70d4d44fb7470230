-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Read and written as the part of the case that the row names; deleted by erasure.
ALTER TABLE htcds_received ENABLE ROW LEVEL SECURITY;
ALTER TABLE htcds_received FORCE ROW LEVEL SECURITY;
CREATE POLICY htcds_received_read ON htcds_received FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_received_add ON htcds_received FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_received_erased_by_the_gate ON htcds_received TO mawa_gate USING (true);


-- Read and entered by who made it.
ALTER TABLE htcds_exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE htcds_exports FORCE ROW LEVEL SECURITY;
CREATE POLICY htcds_exports_of_oneself ON htcds_exports FOR SELECT TO mawa_app
  USING (made_by = (SELECT mawa_actor()));
CREATE POLICY htcds_exports_by_oneself ON htcds_exports FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor()));
