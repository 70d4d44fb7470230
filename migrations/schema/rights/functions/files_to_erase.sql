-- All files of the person of one approved erasure that is not done, for case supervisors and system users;
-- null otherwise. The application writes the ids to a log outside the database before it erases.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION files_to_erase(p_erasure uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE
    WHEN mawa_has_role('case_supervisor') OR mawa_is_system()
      THEN (
        SELECT mawa_files_of(ARRAY[e.case_id]) FROM erasures e
         WHERE e.id = p_erasure AND e.decision = 'approved' AND e.done_at IS NULL)
  END;
END
$$;
REVOKE EXECUTE ON FUNCTION files_to_erase FROM PUBLIC;
GRANT EXECUTE ON FUNCTION files_to_erase TO mawa_app;
RESET ROLE;
