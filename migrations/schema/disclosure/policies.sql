-- Roles: mawa_app = the application; mawa_owner = owner of the tables, runs migrations.

-- Read and added by those who make reports; mawa_owner reads it for foreign keys.
ALTER TABLE figures_told ENABLE ROW LEVEL SECURITY;
ALTER TABLE figures_told FORCE ROW LEVEL SECURITY;
CREATE POLICY figures_told_read ON figures_told FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY figures_told_kept ON figures_told FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_makes_reports()));
CREATE POLICY figures_told_for_constraints ON figures_told FOR SELECT TO mawa_owner USING (true);
