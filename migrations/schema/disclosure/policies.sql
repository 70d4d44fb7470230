-- Roles: mawa_app = the application; mawa_owner = owner of the tables, runs migrations.

-- Read and added by those who make reports; mawa_owner reads it for foreign keys.
ALTER TABLE release_ledger ENABLE ROW LEVEL SECURITY;
ALTER TABLE release_ledger FORCE ROW LEVEL SECURITY;
CREATE POLICY release_ledger_read ON release_ledger FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY release_ledger_add ON release_ledger FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_makes_reports()));
CREATE POLICY release_ledger_for_constraints ON release_ledger FOR SELECT TO mawa_owner USING (true);
