-- Passes the open tasks about a person that are in one colleague's name on to another, or, with p_to NULL, to whoever
-- goes on answering for the case: the actor first, then who has done so longest. What the other has already is ended
-- (handed_over), and what the first took for a role waits for the role again. Reviews of emergency access stay where
-- they are. For functions of mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION pass_tasks_on(p_case uuid, p_from uuid, p_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
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
     ORDER BY a.principal_id <> mawa_actor(), a.until_at IS NOT NULL, a.from_at, a.principal_id
     LIMIT 1));
BEGIN
  IF v_to IS NULL THEN RETURN; END IF;
  UPDATE tasks t SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'handed_over'
   WHERE t.case_id IN (SELECT mawa_files(p_case))
     AND t.for_user = p_from
     AND t.kind <> 'break_glass'
     AND t.done_at IS NULL
     AND EXISTS (
       SELECT 1 FROM tasks o
        WHERE o.kind = t.kind
          AND o.case_id = t.case_id
          AND o.subject_id IS NOT DISTINCT FROM t.subject_id
          AND o.for_role IS NOT DISTINCT FROM t.for_role
          AND o.for_user = v_to
          AND o.done_at IS NULL);
  UPDATE tasks SET for_user = v_to
   WHERE case_id IN (SELECT mawa_files(p_case))
     AND for_user = p_from
     AND kind <> 'break_glass'
     AND done_at IS NULL;
  UPDATE tasks SET taken_by = NULL
   WHERE case_id IN (SELECT mawa_files(p_case)) AND taken_by = p_from AND done_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION pass_tasks_on FROM PUBLIC;
RESET ROLE;
