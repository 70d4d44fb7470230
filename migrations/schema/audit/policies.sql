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
