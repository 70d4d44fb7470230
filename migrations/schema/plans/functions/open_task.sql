-- Opens a task unless the same one is open or was done today. For functions of mawa_gate and mawa_blind; the
-- application calls add_task().
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION open_task(
  p_kind text,
  p_case uuid,
  p_subject uuid,
  p_role text,
  p_user uuid,
  p_due timestamptz
) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO tasks (kind, case_id, subject_id, for_role, for_user, due_at)
  SELECT p_kind, p_case, p_subject, p_role, p_user, p_due
   WHERE NOT EXISTS (
     SELECT 1 FROM tasks t
      WHERE t.kind = p_kind
        AND t.done_at IS NOT NULL
        AND t.case_id IS NOT DISTINCT FROM p_case
        AND t.subject_id IS NOT DISTINCT FROM p_subject
        AND t.for_user IS NOT DISTINCT FROM p_user
        AND t.for_role IS NOT DISTINCT FROM p_role
        AND mawa_day(t.done_at) = mawa_day(mawa_now()))
  ON CONFLICT DO NOTHING
$$;
REVOKE EXECUTE ON FUNCTION open_task FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_task TO mawa_blind;
RESET ROLE;
