-- Takes a person from those named in a restricted case, for those who answer for it. 23514
-- case_keeps_a_holder or case_named_a_manager where nobody suitable would remain. Returns how many rows
-- ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION remove_named_reader(p_case uuid, p_user uuid) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_count integer;
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  UPDATE case_named SET ended_at = mawa_now(), ended_by = mawa_actor()
   WHERE case_id = p_case AND user_id = p_user AND ended_at IS NULL;
  GET DIAGNOSTICS v_count = ROW_COUNT;
  IF v_count > 0 THEN
    PERFORM mawa_must_keep_a_holder(p_case);
    PERFORM mawa_must_name_a_manager(p_case);
  END IF;
  RETURN v_count;
END
$$;
REVOKE EXECUTE ON FUNCTION remove_named_reader FROM PUBLIC;
GRANT EXECUTE ON FUNCTION remove_named_reader TO mawa_app;
RESET ROLE;
