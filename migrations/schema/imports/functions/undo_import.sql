-- Marks a run as undone. 42501 unless mawa_undoes_import.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION undo_import(p_run uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM import_runs WHERE id = p_run FOR UPDATE;
  IF NOT mawa_undoes_import(p_run) THEN
    RAISE EXCEPTION 'this import is not to be undone by the actor' USING ERRCODE = '42501';
  END IF;
  UPDATE import_runs
     SET state = 'undone', undone_at = mawa_now(), undone_by = mawa_actor()
   WHERE id = p_run;
END
$$;
REVOKE EXECUTE ON FUNCTION undo_import FROM PUBLIC;
GRANT EXECUTE ON FUNCTION undo_import TO mawa_app;
RESET ROLE;
