-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read; mawa_figures =
-- statistics, which read codes and days of all cases and no name. "Reads (writes) the part X" means
-- may_read_case (may_write_case) for that part of the case. Whether rows can be changed or deleted at all,
-- the grants in tables.sql say.

-- Read by everybody; proposed and approved by programme officers and case supervisors, in their own name (by
-- two people: a constraint).
ALTER TABLE consent_texts ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent_texts FORCE ROW LEVEL SECURITY;
CREATE POLICY consent_texts_read ON consent_texts FOR SELECT TO mawa_app USING (true);
CREATE POLICY consent_texts_proposed ON consent_texts FOR INSERT TO mawa_app
  WITH CHECK (proposed_by = mawa_actor()
    AND approved_by IS NULL
    AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')));
CREATE POLICY consent_texts_approved ON consent_texts FOR UPDATE TO mawa_app
  USING (approved_by IS NULL AND (SELECT mawa_has_role('programme_officer', 'case_supervisor')))
  WITH CHECK (approved_by = mawa_actor());


-- Read and written with the part care. Statistics read answers about the purpose statistics; caseload counts
-- read all.
ALTER TABLE consents ENABLE ROW LEVEL SECURITY;
ALTER TABLE consents FORCE ROW LEVEL SECURITY;
CREATE POLICY consents_read ON consents FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY consents_add ON consents FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY consents_for_caseload ON consents FOR SELECT TO mawa_blind USING (true);
CREATE POLICY consents_at_the_gate ON consents FOR SELECT TO mawa_gate USING (true);
CREATE POLICY consents_for_figures ON consents FOR SELECT TO mawa_figures USING (purpose = 'statistics');


-- Read with the part care; written by the trigger (mawa_gate). Statistics read all.
ALTER TABLE consent_standing ENABLE ROW LEVEL SECURITY;
ALTER TABLE consent_standing FORCE ROW LEVEL SECURITY;
CREATE POLICY consent_standing_by_access ON consent_standing TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY consent_standing_kept ON consent_standing TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY consent_standing_for_figures ON consent_standing FOR SELECT TO mawa_figures USING (true);


-- Read and written with the part care; closed by functions of mawa_gate as well.
ALTER TABLE shares ENABLE ROW LEVEL SECURITY;
ALTER TABLE shares FORCE ROW LEVEL SECURITY;
CREATE POLICY shares_read ON shares FOR SELECT TO mawa_app
  USING (may_read_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY shares_add ON shares FOR INSERT TO mawa_app
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY shares_change ON shares FOR UPDATE TO mawa_app
  USING (may_write_case(case_id, 'care', (SELECT actor_reach())))
  WITH CHECK (may_write_case(case_id, 'care', (SELECT actor_reach())));
CREATE POLICY shares_closed_by_the_gate ON shares TO mawa_gate USING (true) WITH CHECK (true);


-- Read and marked by the partner it is for, and by those who see the share.
ALTER TABLE share_notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE share_notices FORCE ROW LEVEL SECURITY;
CREATE POLICY share_notices_of_own_partner ON share_notices TO mawa_app
  USING (organisation_id = (SELECT mawa_partner_organisation())
    OR EXISTS (SELECT 1 FROM shares AS s WHERE s.id = share_notices.share_id));
CREATE POLICY share_notices_from_the_gate ON share_notices TO mawa_gate USING (true) WITH CHECK (true);
