-- Names a colleague who may see a restricted case, for those who answer for it; the colleague's role must
-- open cases. 42501 otherwise; naming somebody twice does nothing.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION add_named_reader(p_case uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_access_turn(p_case);
  PERFORM mawa_answers_for(p_case);
  IF NOT mawa_restricted(p_case) OR NOT mawa_can_hold(p_user) THEN
    RAISE EXCEPTION 'nobody is named here' USING ERRCODE = '42501';
  END IF;
  INSERT INTO case_named (case_id, user_id, named_by)
  VALUES (p_case, p_user, mawa_actor())
  ON CONFLICT DO NOTHING;
END
$$;
REVOKE EXECUTE ON FUNCTION add_named_reader FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_named_reader TO mawa_app;
RESET ROLE;
