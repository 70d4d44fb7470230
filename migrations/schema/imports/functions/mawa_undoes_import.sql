-- Whether the actor may undo a run: within import_undo_hours, their own, or as case supervisor of the
-- organisation (people) or administrator (others).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mawa_undoes_import(p_run uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
      SELECT 1
        FROM import_runs
       WHERE id = p_run
         AND state = 'imported'
         AND imported_at + make_interval(hours => mawa_setting('import_undo_hours')::int) > mawa_now()
         AND (made_by = mawa_actor()
              OR CASE
                   WHEN of_people THEN
                     mawa_has_role('case_supervisor')
                        AND organisation_id = (
                            SELECT u.organisation_id FROM users u WHERE u.id = mawa_actor())
                   ELSE mawa_has_role('administrator')
                 END));
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_undoes_import FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_undoes_import TO mawa_app;
RESET ROLE;
