-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql. mawa_owner owns the
-- tables and the remaining functions; since row-level security is forced on its own tables, it has policies
-- (…_for_constraints) for its triggers and foreign keys.


-- Read by the authors of reports; written by programme officers, in their own name.
ALTER TABLE open_data_references ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_data_references FORCE ROW LEVEL SECURITY;
CREATE POLICY open_data_references_read ON open_data_references FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_data_references_add ON open_data_references FOR INSERT TO mawa_app
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_data_references_for_constraints ON open_data_references FOR SELECT TO mawa_owner
  USING (true);


-- Read by the authors of reports; written by programme officers, in their own name.
ALTER TABLE open_data_populations ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_data_populations FORCE ROW LEVEL SECURITY;
CREATE POLICY open_data_populations_read ON open_data_populations FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_data_populations_add ON open_data_populations FOR INSERT TO mawa_app
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_data_populations_for_constraints ON open_data_populations FOR SELECT TO mawa_owner
  USING (true);


-- Read by the authors of reports; published by programme officers, in their own name.
ALTER TABLE open_data_publications ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_data_publications FORCE ROW LEVEL SECURITY;
CREATE POLICY open_data_publications_read ON open_data_publications FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_data_publications_add ON open_data_publications FOR INSERT TO mawa_app
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_data_publications_for_constraints ON open_data_publications FOR SELECT TO mawa_owner USING (true);


-- Read by the authors of reports; made by programme officers, in their own name.
ALTER TABLE open_data_sets ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_data_sets FORCE ROW LEVEL SECURITY;
CREATE POLICY open_data_sets_read ON open_data_sets FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_data_sets_add ON open_data_sets FOR INSERT TO mawa_app
  WITH CHECK (by = mawa_actor() AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_data_sets_for_constraints ON open_data_sets FOR SELECT TO mawa_owner USING (true);


-- Read by the authors of reports; written by the programme officer who makes the set.
ALTER TABLE open_data_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_data_files FORCE ROW LEVEL SECURITY;
CREATE POLICY open_data_files_read ON open_data_files FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_data_files_add ON open_data_files FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1
        FROM open_data_sets AS s
       WHERE (s.id = open_data_files.set_id AND s.by = mawa_actor()))
    AND (SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_data_files_for_constraints ON open_data_files FOR SELECT TO mawa_owner USING (true);


-- Read by the authors of reports; published by programme officers.
ALTER TABLE open_money_quarters ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_money_quarters FORCE ROW LEVEL SECURITY;
CREATE POLICY open_money_quarters_read ON open_money_quarters FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_money_quarters_add ON open_money_quarters FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_money_quarters_for_figures ON open_money_quarters FOR SELECT TO mawa_figures
  USING (true);
CREATE POLICY open_money_quarters_for_constraints ON open_money_quarters FOR SELECT TO mawa_owner
  USING (true);


-- Read by the authors of reports; published by programme officers.
ALTER TABLE open_money_amounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_money_amounts FORCE ROW LEVEL SECURITY;
CREATE POLICY open_money_amounts_read ON open_money_amounts FOR SELECT TO mawa_app
  USING ((SELECT mawa_makes_reports()));
CREATE POLICY open_money_amounts_add ON open_money_amounts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_money_amounts_for_figures ON open_money_amounts FOR SELECT TO mawa_figures USING (true);
CREATE POLICY open_money_amounts_for_constraints ON open_money_amounts FOR SELECT TO mawa_owner USING (true);


-- Written by programme officers; read by the figures' role, for mawa_app has no right to read (tables.sql).
ALTER TABLE open_money_parts ENABLE ROW LEVEL SECURITY;
ALTER TABLE open_money_parts FORCE ROW LEVEL SECURITY;
CREATE POLICY open_money_parts_add ON open_money_parts FOR INSERT TO mawa_app
  WITH CHECK ((SELECT mawa_has_role('programme_officer')));
CREATE POLICY open_money_parts_for_figures ON open_money_parts FOR SELECT TO mawa_figures USING (true);
CREATE POLICY open_money_parts_for_constraints ON open_money_parts FOR SELECT TO mawa_owner USING (true);
