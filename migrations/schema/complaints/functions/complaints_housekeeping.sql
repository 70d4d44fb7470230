-- Regular job of a system user (42501 otherwise): deadlines pass, so hands and tasks are worked out anew.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaints_housekeeping() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN RAISE EXCEPTION 'not yours' USING ERRCODE = '42501'; END IF;
  PERFORM complaint_tasks_follow(NULL);
END
$$;
REVOKE EXECUTE ON FUNCTION complaints_housekeeping FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_housekeeping TO mawa_app;
RESET ROLE;
