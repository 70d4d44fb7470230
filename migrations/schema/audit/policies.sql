-- Roles: mawa_app = the application; mawa_gate = owner of the security-definer functions; mawa_blind = owner
-- of the functions that answer a yes, a no or a count about cases that the actor may not read.

-- A row is added in the actor's own name (by functions also in that of a system user). Read by auditors,
-- sign-ins by administrators; mawa_blind counts the actor's own questions about documents for their limit.
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_is_counted_for_blind ON audit_log FOR SELECT TO mawa_blind
  USING (actor_id = (SELECT mawa_actor()) AND action = 'blind.same_document');
CREATE POLICY audit_is_written_by_the_actor ON audit_log FOR INSERT TO mawa_app
  WITH CHECK (actor_id = (SELECT mawa_actor()));
CREATE POLICY audit_is_written_for_the_system ON audit_log FOR INSERT TO mawa_blind, mawa_gate
  WITH CHECK (actor_id = (SELECT mawa_actor()) OR actor_id IN (SELECT u.id FROM users AS u WHERE u.system));
CREATE POLICY audit_is_read_by_auditors ON audit_log FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('auditor')));
CREATE POLICY sign_ins_are_read_by_administrators ON audit_log FOR SELECT TO mawa_app
  USING (action = 'session.start' AND (SELECT mawa_has_role('administrator')));
-- Functions look up the rows of one record by index, which a policy that reads the row would not let them.
CREATE POLICY audit_is_looked_up_at_the_gate ON audit_log FOR SELECT TO mawa_gate USING (true);
-- Administrators read failed sign-ins too, wherever they were refused.
CREATE POLICY failed_sign_ins_are_read_by_administrators ON audit_log FOR SELECT TO mawa_app
  USING (outcome = 'refused' AND action IN ('session.second_factor', 'token.use', 'account.request_password_reset',
      'account.reset_password', 'session.other_browser')
    AND (SELECT mawa_has_role('administrator')));
-- The system seals the rows and verifies them.
CREATE POLICY audit_is_sealed_by_the_system ON audit_log FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));

ALTER TABLE audit_batches ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_batches FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_batches_of_the_system ON audit_batches FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));
CREATE POLICY audit_batches_are_added_by_the_system ON audit_batches FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_is_system()));

ALTER TABLE audit_starts ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_starts FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_starts_of_the_system ON audit_starts FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()));

ALTER TABLE audit_verifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_verifications FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_verifications_are_read ON audit_verifications FOR SELECT TO mawa_app
  USING ((SELECT mawa_is_system()) OR (SELECT mawa_has_role('administrator')) OR (SELECT mawa_has_role('auditor')));
CREATE POLICY audit_verifications_are_added_by_the_system ON audit_verifications FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_is_system()));
