-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions.

-- Read and written by those who manage accounts (administrators, and the system user of jobs, which sends), in their own
-- name and never through a token. What may change of an endpoint: trigger webhook_endpoint_change_is_signed.
ALTER TABLE webhook_endpoints ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_endpoints FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_endpoints_at_the_gate ON webhook_endpoints FOR SELECT TO mawa_gate USING (true);
CREATE POLICY webhook_endpoints_read ON webhook_endpoints FOR SELECT TO mawa_app
  USING ((SELECT mawa_manages_accounts()));
CREATE POLICY webhook_endpoints_add ON webhook_endpoints FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts())
    AND proposed_by = (SELECT mawa_actor())
    AND proposed_at = (SELECT mawa_now()));
CREATE POLICY webhook_endpoints_change ON webhook_endpoints FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()) AND ended_at IS NULL)
  WITH CHECK ((SELECT mawa_manages_accounts()));

-- As the endpoint.
ALTER TABLE webhook_secrets ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_secrets FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_secrets_of_administrators ON webhook_secrets TO mawa_app
  USING ((SELECT mawa_manages_accounts()))
  WITH CHECK ((SELECT mawa_manages_accounts()));

-- As the endpoint; written by webhook_event(). Administrators write test events alone.
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_deliveries_at_the_gate ON webhook_deliveries TO mawa_gate USING (true) WITH CHECK (true);
CREATE POLICY webhook_deliveries_read ON webhook_deliveries FOR SELECT TO mawa_app
  USING ((SELECT mawa_manages_accounts()));
CREATE POLICY webhook_deliveries_tests ON webhook_deliveries FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_manages_accounts()) AND kind = 'webhook.test');
CREATE POLICY webhook_deliveries_change ON webhook_deliveries FOR UPDATE TO mawa_app
  USING ((SELECT mawa_manages_accounts()))
  WITH CHECK ((SELECT mawa_manages_accounts()));

-- As the endpoint; written by the system, which sends.
ALTER TABLE webhook_attempts ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_attempts FORCE ROW LEVEL SECURITY;
CREATE POLICY webhook_attempts_read ON webhook_attempts FOR SELECT TO mawa_app
  USING ((SELECT mawa_manages_accounts()));
CREATE POLICY webhook_attempts_add ON webhook_attempts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_is_system()));
