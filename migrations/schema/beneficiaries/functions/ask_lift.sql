-- A case supervisor who answers for a restricted case asks that the restriction be lifted; somebody else
-- confirms (answer_lift). Returns 0 where nothing is restricted or it was asked already. 42501 otherwise.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION ask_lift(p_case uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF NOT mawa_has_role('case_supervisor') THEN
    RAISE EXCEPTION 'only a case supervisor asks to lift' USING ERRCODE = '42501';
  END IF;
  UPDATE case_restrictions SET lift_asked_by = mawa_actor(), lift_asked_at = mawa_now()
   WHERE case_id = p_case AND lifted_at IS NULL AND lift_asked_at IS NULL;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION ask_lift FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ask_lift TO mawa_app;
RESET ROLE;
