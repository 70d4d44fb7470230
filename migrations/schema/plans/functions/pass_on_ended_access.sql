-- Passes on the open tasks about a case in the name of whoever had it until a day that is over and reads it no more, by
-- nothing else either (pass_tasks_on). A regular job of a system user (42501 otherwise). Returns of how many cases.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION pass_on_ended_access() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_one record;
  v_count integer := 0;
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'only a system user passes tasks on' USING ERRCODE = '42501';
  END IF;
  FOR v_one IN
      SELECT DISTINCT t.case_id, t.for_user
        FROM tasks t
       WHERE t.done_at IS NULL
         AND t.kind <> 'break_glass'
         AND EXISTS (
           SELECT 1 FROM case_access a
            WHERE a.case_id = t.case_id
              AND a.principal_id = t.for_user
              AND a.reason = 'assigned'
              AND a.until_at <= mawa_now())
         AND NOT EXISTS (
           SELECT 1 FROM case_access a
            WHERE a.case_id = t.case_id
              AND a.from_at <= mawa_now()
              AND (a.until_at IS NULL OR a.until_at > mawa_now())
              AND (a.principal_id = t.for_user
                   OR a.principal_id IN (SELECT d.user_id FROM current_deputies d WHERE d.deputy_id = t.for_user)
                   OR EXISTS (
                     SELECT 1 FROM memberships m
                      WHERE m.user_id = t.for_user
                        AND m.principal_id = a.principal_id
                        AND m.from_at <= mawa_now()
                        AND (m.until_at IS NULL OR m.until_at > mawa_now()))))
       ORDER BY t.case_id, t.for_user
  LOOP
    PERFORM mawa_access_turn(v_one.case_id);
    PERFORM pass_tasks_on(v_one.case_id, v_one.for_user, NULL);
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION pass_on_ended_access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pass_on_ended_access TO mawa_app;
RESET ROLE;
