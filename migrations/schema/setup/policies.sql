-- Functions of mawa_gate alone.
ALTER TABLE setup_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE setup_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY setup_tokens_at_the_gate ON setup_tokens TO mawa_gate USING (true) WITH CHECK (true);


-- Administrators read them and add their own.
ALTER TABLE setup_confirmations ENABLE ROW LEVEL SECURITY;
ALTER TABLE setup_confirmations FORCE ROW LEVEL SECURITY;
CREATE POLICY setup_confirmations_read ON setup_confirmations FOR SELECT TO mawa_app
  USING ((SELECT mawa_has_role('administrator')));
CREATE POLICY setup_confirmations_add ON setup_confirmations FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('administrator'))
    AND said_by = (SELECT mawa_actor())
    AND said_at = (SELECT mawa_now()));
