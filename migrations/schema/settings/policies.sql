-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- Read by those who keep the settings, or propose or confirm this one; proposed in their own name by whom may propose.
ALTER TABLE setting_proposals ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting_proposals FORCE ROW LEVEL SECURITY;
CREATE POLICY setting_proposals_read ON setting_proposals FOR SELECT TO mawa_app
  USING ((SELECT reads_settings()) OR handles_setting(key));
CREATE POLICY setting_proposals_at_the_gate ON setting_proposals FOR SELECT TO mawa_gate USING (true);
CREATE POLICY setting_proposals_for_constraints ON setting_proposals FOR SELECT TO mawa_owner USING (true);
CREATE POLICY setting_proposals_add ON setting_proposals FOR INSERT TO mawa_app
  WITH CHECK (proposed_by = (SELECT mawa_actor())
    AND proposed_at = (SELECT mawa_now())
    AND proposes_setting(key));


-- Read as their proposals; decided in one's own name. By whom and with what effect: trigger setting_is_decided.
ALTER TABLE setting_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE setting_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY setting_decisions_read ON setting_decisions FOR SELECT TO mawa_app
  USING ((SELECT reads_settings()) OR EXISTS (SELECT 1 FROM setting_proposals p WHERE p.id = proposal_id));
CREATE POLICY setting_decisions_add ON setting_decisions FOR INSERT TO mawa_app
  WITH CHECK (decided_by = (SELECT mawa_actor())
    AND decided_at = (SELECT mawa_now())
    AND EXISTS (SELECT 1 FROM setting_proposals p WHERE p.id = proposal_id));
CREATE POLICY setting_decisions_at_the_gate ON setting_decisions FOR ALL TO mawa_gate
  USING (true)
  WITH CHECK (true);
