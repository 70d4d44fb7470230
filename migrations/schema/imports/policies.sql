-- mawa_app is the role of the application, for which these rules decide. mawa_gate owns the functions that
-- run as security definer (triggers, jobs) and mawa_figures counts for reports and figures: where they have a
-- policy here they see every row, within the columns granted to them in tables.sql.


-- Everybody those of their organisation, or their own where they have none.
ALTER TABLE import_mappings ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_mappings FORCE ROW LEVEL SECURITY;
CREATE POLICY import_mappings_own ON import_mappings TO mawa_app
  USING (owner_id = ((SELECT COALESCE(u.organisation_id, u.id)
          FROM users AS u
         WHERE u.id = (SELECT mawa_actor()))))
  WITH CHECK (owner_id = ((SELECT COALESCE(u.organisation_id, u.id)
          FROM users AS u
         WHERE u.id = (SELECT mawa_actor()))));


-- Read by who made it; when it has ended also by case supervisors of the organisation (people) or
-- administrators (others). Its maker alone begins and changes it, while it is open; it is ended by functions.
ALTER TABLE import_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_runs FORCE ROW LEVEL SECURITY;
CREATE POLICY import_runs_read ON import_runs FOR SELECT TO mawa_app
  USING (made_by = (SELECT mawa_actor())
    OR (state IN ('imported', 'undone')
        AND CASE
            WHEN of_people THEN
              (mawa_has_role('case_supervisor')
                AND organisation_id = (SELECT u.organisation_id FROM users AS u WHERE u.id = mawa_actor()))
            ELSE mawa_has_role('administrator')
          END));
CREATE POLICY import_runs_add ON import_runs FOR INSERT TO mawa_app
  WITH CHECK (made_by = (SELECT mawa_actor()) AND state = 'open');
CREATE POLICY import_runs_change ON import_runs FOR UPDATE TO mawa_app
  USING (made_by = (SELECT mawa_actor()) AND state = 'open')
  WITH CHECK (made_by = (SELECT mawa_actor()) AND state = 'open');
CREATE POLICY import_runs_at_the_gate ON import_runs TO mawa_gate USING (true) WITH CHECK (true);


-- Read and written by who made the run, while it is open.
ALTER TABLE import_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_files FORCE ROW LEVEL SECURITY;
CREATE POLICY import_files_in_hand ON import_files TO mawa_app
  USING (EXISTS (SELECT 1 FROM import_runs AS r WHERE r.id = import_files.run_id
      AND r.state = 'open'
      AND r.made_by = (SELECT mawa_actor())))
  WITH CHECK (EXISTS (SELECT 1 FROM import_runs AS r WHERE r.id = import_files.run_id
      AND r.state = 'open'
      AND r.made_by = (SELECT mawa_actor())));
CREATE POLICY import_files_at_the_gate ON import_files TO mawa_gate USING (true);


-- Read as the run; written by who made it, while it is open.
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY import_rows_read ON import_rows FOR SELECT TO mawa_app
  USING (EXISTS (SELECT 1 FROM import_runs AS r WHERE r.id = import_rows.run_id));
CREATE POLICY import_rows_add ON import_rows FOR INSERT TO mawa_app
  WITH CHECK (EXISTS (SELECT 1 FROM import_runs AS r WHERE r.id = import_rows.run_id
      AND r.state = 'open'
      AND r.made_by = (SELECT mawa_actor())));
CREATE POLICY import_rows_at_the_gate ON import_rows FOR SELECT TO mawa_gate USING (true);
