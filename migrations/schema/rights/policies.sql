-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- Read and written by those who read the care of the person (may_read_case).
ALTER TABLE rights_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY rights_requests_by_access ON rights_requests TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'care', (SELECT actor_reach())));


-- Read and written by those who read the care of the person (may_read_case).
ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY legal_holds_by_access ON legal_holds TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY legal_holds_seen_by_the_gate ON legal_holds FOR SELECT TO mawa_gate USING (true);
CREATE POLICY legal_holds_set_by_the_gate ON legal_holds FOR INSERT TO mawa_gate WITH CHECK (true);


-- Seen and written by case supervisors, and by whoever asked; system users carry them out.
ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY erasures_by_role ON erasures TO mawa_app
  USING ((SELECT mawa_has_role('case_supervisor'))
    OR (SELECT mawa_is_system())
    OR asked_by = (SELECT mawa_actor()))
  WITH CHECK ((SELECT mawa_has_role('case_supervisor')) OR asked_by = (SELECT mawa_actor()));
CREATE POLICY erasures_for_the_gate ON erasures TO mawa_gate USING (true) WITH CHECK (true);
