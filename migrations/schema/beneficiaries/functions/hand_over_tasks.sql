-- Passes the actor's own open tasks about a case on to a colleague who answers for it too (pass_tasks_on), before the
-- actor's access ends. 42501 for whoever does not answer for the case, and for a colleague who does not.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION hand_over_tasks(p_case uuid, p_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF NOT EXISTS (
      SELECT 1 FROM case_access a
       WHERE a.case_id IN (SELECT mawa_files(p_case))
         AND a.principal_id = p_to
         AND a.reason IN ('registered', 'assigned')
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND mawa_can_hold(p_to)
         AND NOT mawa_blocked(p_case, p_to)
         AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, p_to))) THEN
    RAISE EXCEPTION 'tasks go to whoever has the case' USING ERRCODE = '42501';
  END IF;
  PERFORM pass_tasks_on(p_case, mawa_actor(), p_to);
END
$$;
REVOKE EXECUTE ON FUNCTION hand_over_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hand_over_tasks TO mawa_app;
RESET ROLE;
