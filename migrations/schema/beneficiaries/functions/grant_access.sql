-- Assigns a case to a colleague whose role opens cases or to a team, without an end or until an instant; called by
-- those who answer for the case. In a restricted case the colleague is named as well. 42501; 23514
-- case_access_not_blocked for a conflict of interest, case_access_beyond_own where the actor has the case for a shorter
-- time (may_assign_until), case_access_held_already where an end is given to somebody who has the case without one.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION grant_access(
  p_case uuid,
  p_kind text,
  p_principal uuid,
  p_until timestamptz DEFAULT NULL::timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_until timestamptz;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF NOT (CASE p_kind
            WHEN 'user' THEN mawa_can_hold(p_principal)
            WHEN 'team' THEN EXISTS (SELECT 1 FROM teams WHERE id = p_principal AND closed_at IS NULL)
            ELSE false
          END) THEN
    RAISE EXCEPTION 'a case is handed to a colleague whose role opens cases, or to a team'
      USING ERRCODE = '42501';
  END IF;
  IF mawa_blocked(p_case, p_principal) THEN
    RAISE EXCEPTION 'this colleague is kept out'
      USING ERRCODE = '23514', CONSTRAINT = 'case_access_not_blocked';
  END IF;
  v_until := may_assign_until(p_case, p_principal);
  -- Who answers for a case in a colleague's place cannot keep it.
  IF v_until IS NULL THEN
    RAISE EXCEPTION 'a deputy does not assign a case to themselves' USING ERRCODE = '42501';
  END IF;
  IF coalesce(p_until, 'infinity') > v_until THEN
    RAISE EXCEPTION 'the actor has the case for a shorter time'
      USING ERRCODE = '23514', CONSTRAINT = 'case_access_beyond_own';
  END IF;
  PERFORM assign_case(p_case, p_kind, p_principal, p_until);
END
$$;
REVOKE EXECUTE ON FUNCTION grant_access FROM PUBLIC;
GRANT EXECUTE ON FUNCTION grant_access TO mawa_app;
RESET ROLE;
