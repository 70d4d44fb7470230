-- Roles: mawa_app = the application; mawa_figures = statistics, which read codes and days of all cases and no
-- name; mawa_gate = owner of the security-definer functions.

-- Read by those who read money, written once it is confirmed; statistics read all, and the check list of
-- administrators how many kinds there are.
ALTER TABLE unit_costs ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit_costs FORCE ROW LEVEL SECURITY;
CREATE POLICY unit_costs_read ON unit_costs FOR SELECT TO mawa_app USING ((SELECT mawa_reads_money()));
CREATE POLICY unit_costs_add ON unit_costs FOR INSERT TO mawa_gate WITH CHECK (true);
CREATE POLICY unit_costs_for_figures ON unit_costs FOR SELECT TO mawa_figures USING (true);
CREATE POLICY unit_costs_at_the_gate ON unit_costs FOR SELECT TO mawa_gate USING (true);
