ALTER TABLE rights_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE rights_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY rights_requests_by_access ON rights_requests TO mawa_app
  USING (EXISTS (SELECT 1 FROM case_access AS a WHERE a.case_id = rights_requests.case_id
      AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
      AND a.parts @> ARRAY['care']
      AND a.from_at <= (SELECT mawa_now())
      AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))))
  WITH CHECK (EXISTS (SELECT 1 FROM case_access AS a WHERE a.case_id = rights_requests.case_id
      AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
      AND a.parts @> ARRAY['care']
      AND a.from_at <= (SELECT mawa_now())
      AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));


ALTER TABLE legal_holds ENABLE ROW LEVEL SECURITY;
ALTER TABLE legal_holds FORCE ROW LEVEL SECURITY;
CREATE POLICY legal_holds_by_access ON legal_holds TO mawa_app
  USING (EXISTS (SELECT 1 FROM case_access AS a WHERE a.case_id = legal_holds.case_id
      AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
      AND a.parts @> ARRAY['care']
      AND a.from_at <= (SELECT mawa_now())
      AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))))
  WITH CHECK (EXISTS (SELECT 1 FROM case_access AS a WHERE a.case_id = legal_holds.case_id
      AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
      AND a.parts @> ARRAY['care']
      AND a.from_at <= (SELECT mawa_now())
      AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));
CREATE POLICY legal_holds_seen_by_the_gate ON legal_holds FOR SELECT TO mawa_gate USING (true);
CREATE POLICY legal_holds_set_by_the_gate ON legal_holds FOR INSERT TO mawa_gate WITH CHECK (true);


ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY erasures_by_role ON erasures TO mawa_app
  USING ((SELECT mawa_has_role(VARIADIC ARRAY['case_supervisor']))
    OR (SELECT mawa_is_system())
    OR asked_by = (SELECT mawa_actor()))
  WITH CHECK ((SELECT mawa_has_role(VARIADIC ARRAY['case_supervisor'])) OR asked_by = (SELECT mawa_actor()));
CREATE POLICY erasures_for_the_gate ON erasures TO mawa_gate USING (true) WITH CHECK (true);
