-- Passes the open tasks about a person that are in one colleague's name on to another, or, with p_to NULL, to whoever
-- goes on answering for the case: the actor first, then the officer who has done so longest, then whoever else. What
-- the other has already is ended (handed_over), and what the first took for a role waits for the role again. Reviews of
-- emergency access stay where they are. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION pass_tasks_on(p_case uuid, p_from uuid, p_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_task uuid;
  v_to uuid := coalesce(p_to, (
    SELECT a.principal_id
      FROM case_access a
     WHERE a.case_id IN (SELECT mawa_files(p_case))
       AND a.principal_kind = 'user'
       AND a.principal_id <> p_from
       AND a.reason IN ('registered', 'assigned')
       AND a.from_at <= mawa_now()
       AND (a.until_at IS NULL OR a.until_at > mawa_now())
       AND mawa_can_hold(a.principal_id)
       AND NOT mawa_blocked(p_case, a.principal_id)
       AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, a.principal_id))
     ORDER BY a.principal_id <> mawa_actor(), a.until_at IS NOT NULL, NOT EXISTS (
                SELECT 1 FROM current_roles r
                 WHERE r.user_id = a.principal_id
                   AND r.role = 'reintegration_officer'
                   AND r.confirmed_by IS NOT NULL
                   AND r.ended_at IS NULL),
              a.from_at, a.principal_id
     LIMIT 1));
BEGIN
  IF v_to IS NULL THEN RETURN; END IF;
  -- One by one: what the other has already, or is given at this very moment, is known by the index alone.
  FOR v_task IN
      SELECT id FROM tasks
       WHERE case_id IN (SELECT mawa_files(p_case))
         AND for_user = p_from
         AND kind <> 'break_glass'
         AND done_at IS NULL
       ORDER BY id
       FOR UPDATE
  LOOP
    BEGIN
      UPDATE tasks SET for_user = v_to WHERE id = v_task;
    EXCEPTION WHEN unique_violation THEN
      UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'handed_over' WHERE id = v_task;
    END;
  END LOOP;
  UPDATE tasks SET taken_by = NULL
   WHERE case_id IN (SELECT mawa_files(p_case)) AND taken_by = p_from AND done_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION pass_tasks_on FROM PUBLIC;
RESET ROLE;
