ALTER TABLE htcds_kept ENABLE ROW LEVEL SECURITY;
ALTER TABLE htcds_kept FORCE ROW LEVEL SECURITY;
CREATE POLICY htcds_kept_read ON htcds_kept FOR SELECT TO mawa_app
  USING (may_read_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_kept_add ON htcds_kept FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_kept_change ON htcds_kept FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, part, (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_kept_remove ON htcds_kept FOR DELETE TO mawa_app
  USING (may_write_case(case_id, part, (SELECT actor_reach())));
CREATE POLICY htcds_kept_erased_by_the_gate ON htcds_kept TO mawa_gate USING (true);


ALTER TABLE htcds_exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE htcds_exports FORCE ROW LEVEL SECURITY;
CREATE POLICY htcds_exports_of_oneself ON htcds_exports FOR SELECT TO mawa_app
  USING (made_by = (SELECT mawa_actor()));
CREATE POLICY htcds_exports_by_oneself ON htcds_exports FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor()));
