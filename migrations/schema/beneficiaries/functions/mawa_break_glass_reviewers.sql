-- Who gets the task when a case was opened by break-glass, never the one who opened it: of a restricted case
-- everybody named; otherwise its supervisors, and where it has none all supervisors.
CREATE OR REPLACE FUNCTION mawa_break_glass_reviewers(p_case uuid, p_by uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_reviewers uuid[];
BEGIN
  IF mawa_restricted(p_case) THEN
    RETURN ARRAY(
      SELECT n.user_id FROM case_named n
       WHERE n.case_id = p_case
         AND n.ended_at IS NULL
         AND n.user_id <> p_by
         AND NOT mawa_blocked(p_case, n.user_id));
  END IF;
  v_reviewers := ARRAY(
    SELECT DISTINCT a.principal_id FROM case_access a
     WHERE a.case_id = p_case
       AND a.principal_kind = 'user'
       AND a.reason IN ('registered', 'assigned')
       AND a.from_at <= mawa_now()
       AND (a.until_at IS NULL OR a.until_at > mawa_now())
       AND a.principal_id <> p_by
       AND mawa_is_supervisor(a.principal_id)
       AND NOT mawa_blocked(p_case, a.principal_id));
  IF v_reviewers = '{}' THEN
    v_reviewers := ARRAY(SELECT u.id FROM users u
      WHERE u.id <> p_by AND mawa_is_supervisor(u.id) AND NOT mawa_blocked(p_case, u.id));
  END IF;
  RETURN v_reviewers;
END
$$;
