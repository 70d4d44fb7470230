-- Ends an open run and destroys its file and key; for close_import and prune_imports.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION shut_import(p_run uuid, p_state text, p_written integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE import_runs
     SET state = p_state, sealed = NULL, written = p_written,
         imported_at = CASE WHEN p_state = 'imported' THEN mawa_now() END
   WHERE id = p_run AND state = 'open';
  DELETE FROM keys.record_keys WHERE kind = 'import' AND record_id = p_run;
  DELETE FROM import_files WHERE run_id = p_run;
END
$$;
REVOKE EXECUTE ON FUNCTION shut_import FROM PUBLIC;
RESET ROLE;
