-- Opens a task for each who is registered or assigned to a case, the actor and whoever is kept out of it excepted;
-- for the role case supervisor where no row was added and the actor does not answer for the case either. For
-- functions of mawa_gate and mawa_blind.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION notify_case_holders(p_kind text, p_case uuid, p_subject uuid, p_due timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
  SELECT DISTINCT p_kind, p_case, p_subject, a.principal_id, p_due
    FROM case_access a JOIN users u ON u.id = a.principal_id AND u.active
   WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
     AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
     AND a.principal_id IS DISTINCT FROM mawa_actor()
     AND NOT mawa_blocked(p_case, u.id)
     AND (NOT mawa_restricted(p_case) OR mawa_named(p_case, u.id))
  ON CONFLICT DO NOTHING;
  IF NOT FOUND AND NOT mawa_holds_fully(p_case) THEN
    INSERT INTO tasks (kind, case_id, subject_id, for_role, due_at)
    VALUES (p_kind, p_case, p_subject, 'case_supervisor', p_due) ON CONFLICT DO NOTHING;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION notify_case_holders FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notify_case_holders TO mawa_blind;
RESET ROLE;
