-- Ends the open tasks of these kinds about these subjects, with p_by as the reason (tasks.ended_by). For triggers.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_tasks_about(p_kinds text[], p_subjects uuid[], p_by text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_somebody(), ended_by = p_by
   WHERE subject_id = ANY (p_subjects) AND kind = ANY (p_kinds) AND done_at IS NULL
$$;
REVOKE EXECUTE ON FUNCTION end_tasks_about FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_tasks_about TO mawa_gate;
RESET ROLE;
