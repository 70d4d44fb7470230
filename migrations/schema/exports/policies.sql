-- mawa_app is the role of the application, for which these rules decide.


-- Read by who took it, auditors and administrators; entered in one's own name and completed once.
ALTER TABLE exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE exports FORCE ROW LEVEL SECURITY;
CREATE POLICY exports_read ON exports FOR SELECT TO mawa_app
  USING (taken_by = (SELECT mawa_actor()) OR (SELECT mawa_has_role('auditor', 'administrator')));
CREATE POLICY exports_read_by_the_gate ON exports FOR SELECT TO mawa_gate USING (true);
CREATE POLICY exports_take ON exports FOR INSERT TO mawa_app
  WITH CHECK (taken_by = (SELECT mawa_actor()) AND handed_over IS NULL AND whole IS NULL);
CREATE POLICY exports_end ON exports FOR UPDATE TO mawa_app
  USING (taken_by = (SELECT mawa_actor()) AND handed_over IS NULL)
  WITH CHECK (taken_by = (SELECT mawa_actor()) AND handed_over IS NOT NULL);
