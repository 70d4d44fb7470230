-- Conflict of interest: keeps a user from a case or from its whole family. Called by those who answer for the
-- case. 42501 otherwise; 23514 case_keeps_a_holder where nobody would answer any more for one of the cases
-- concerned.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION block_user(
  p_id uuid,
  p_case uuid,
  p_user uuid,
  p_scope text,
  p_reason bytea,
  p_until timestamptz
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
  VALUES (p_id, p_case, p_user, p_scope, p_reason, mawa_actor(), p_until);
  FOR v_case IN
    SELECT p_case UNION SELECT g.case_id FROM family_members f JOIN family_members g USING (family_id)
                   WHERE p_scope = 'family' AND f.case_id = p_case ORDER BY 1
  LOOP
    PERFORM mawa_access_turn(v_case);
    PERFORM mawa_must_keep_a_holder(v_case);
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION block_user FROM PUBLIC;
GRANT EXECUTE ON FUNCTION block_user TO mawa_app;
RESET ROLE;
