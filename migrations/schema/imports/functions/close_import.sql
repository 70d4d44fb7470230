-- Ends a run of the actor as imported or left; 42501 where it is not open in their hand.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION close_import(p_run uuid, p_state text, p_written integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_state NOT IN ('imported', 'left')
      OR NOT EXISTS (
          SELECT 1
            FROM import_runs
           WHERE id = p_run AND made_by = mawa_actor() AND state = 'open'
           FOR UPDATE) THEN
    RAISE EXCEPTION 'this import is not in the actor''s hand' USING ERRCODE = '42501';
  END IF;
  PERFORM shut_import(p_run, p_state, p_written);
END
$$;
REVOKE EXECUTE ON FUNCTION close_import FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_import TO mawa_app;
RESET ROLE;
