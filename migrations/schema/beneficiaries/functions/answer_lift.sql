-- Answers the request to lift the restriction of a case: lifts it and ends the naming of people, or rejects
-- the request. Returns how many restrictions changed (0: none was asked). That the answer comes from another
-- person than the request is case_restrictions_lifted_by_two (23514); 42501 for whoever does not answer for
-- the case.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION answer_lift(p_case uuid, p_lift boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF p_lift THEN
    UPDATE case_restrictions SET lifted_by = mawa_actor(), lifted_at = mawa_now()
     WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NOT NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count > 0 THEN
      UPDATE case_named SET ended_at = mawa_now(), ended_by = mawa_actor()
       WHERE case_id = p_case AND ended_at IS NULL;
    END IF;
  ELSE
    UPDATE case_restrictions SET lift_asked_by = NULL, lift_asked_at = NULL
     WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NOT NULL;
    GET DIAGNOSTICS v_count = ROW_COUNT;
  END IF;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION answer_lift FROM PUBLIC;
GRANT EXECUTE ON FUNCTION answer_lift TO mawa_app;
RESET ROLE;
