-- Assigns a case to a colleague whose role opens cases, without an end or until an instant; called by those
-- who answer for the case. In a restricted case the colleague is named as well. 42501; 23514
-- case_access_not_blocked for a conflict of interest, case_access_held_already where an end is given to
-- somebody who has the case without one.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION grant_access(
  p_case uuid,
  p_kind text,
  p_principal uuid,
  p_until timestamptz DEFAULT NULL::timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF p_kind <> 'user' OR NOT mawa_can_hold(p_principal) THEN
    RAISE EXCEPTION 'a case is handed to a colleague whose role opens cases' USING ERRCODE = '42501';
  END IF;
  IF mawa_blocked(p_case, p_principal) THEN
    RAISE EXCEPTION 'this colleague is kept out'
      USING ERRCODE = '23514', CONSTRAINT = 'case_access_not_blocked';
  END IF;
  -- Whoever hands a restricted case on names that colleague.
  IF mawa_restricted(p_case) THEN
    INSERT INTO case_named (case_id, user_id, named_by)
    SELECT r.case_id, p_principal, mawa_actor()
      FROM case_restrictions r
     WHERE r.case_id IN (SELECT mawa_files(p_case)) AND r.lifted_at IS NULL
    ON CONFLICT DO NOTHING;
  END IF;
  IF EXISTS (SELECT 1 FROM case_access WHERE case_id = p_case AND principal_id = p_principal
       AND reason IN ('registered', 'assigned') AND until_at IS NULL) THEN
    IF p_until IS NOT NULL THEN
      RAISE EXCEPTION 'held already without an end'
        USING ERRCODE = '23514', CONSTRAINT = 'case_access_held_already';
    END IF;
    RETURN;
  END IF;
  UPDATE case_access SET until_at = mawa_now()
   WHERE case_id = p_case AND principal_id = p_principal AND reason = 'assigned' AND until_at > mawa_now();
  INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, until_at, given_by)
  SELECT p_case, p_kind, p_principal, reason, parts, p_until, mawa_actor()
    FROM access_reasons
   WHERE reason = 'assigned';
END
$$;
REVOKE EXECUTE ON FUNCTION grant_access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grant_access TO mawa_app;
RESET ROLE;
