-- Ends the access of one principal to a case, on all joined files of the person; the page "Access". The open tasks of
-- whoever has none left go to those who go on answering for the case. Assigned
-- access is ended by anybody who answers for the case, registered access by its owner or a case supervisor.
-- Returns how many rows ended. 42501; 23514 case_keeps_a_holder where nobody would answer for the case any
-- more.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_access(p_case uuid, p_principal uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  -- What somebody registered is theirs to leave, or a supervisor's to take over.
  UPDATE case_access SET until_at = mawa_now()
   WHERE case_id IN (SELECT mawa_files(p_case))
     AND mirror_of IS NULL
     AND principal_id = p_principal
     AND (until_at IS NULL OR until_at > mawa_now())
     AND (reason = 'assigned'
          OR reason = 'registered' AND (p_principal = mawa_actor() OR mawa_has_role('case_supervisor')));
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count > 0 THEN
    PERFORM mawa_must_keep_a_holder(p_case);
    IF NOT EXISTS (
        SELECT 1 FROM case_access a
         WHERE a.case_id IN (SELECT mawa_files(p_case))
           AND a.principal_id = p_principal
           AND a.reason IN ('registered', 'assigned')
           AND a.from_at <= mawa_now()
           AND (a.until_at IS NULL OR a.until_at > mawa_now())) THEN
      PERFORM pass_tasks_on(p_case, p_principal, NULL);
    END IF;
  END IF;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION end_access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_access TO mawa_app;
RESET ROLE;
