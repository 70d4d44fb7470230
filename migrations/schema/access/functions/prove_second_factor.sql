-- The actor shows a code (p_step) or a recovery code (p_recovery) of their own in this session, which uses it up. Returns
-- whether it was still good.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prove_second_factor(p_step bigint, p_recovery bytea, p_session bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  IF NOT use_second_factor(mawa_actor(), p_step, p_recovery) THEN RETURN false; END IF;
  UPDATE sessions s
     SET second_factor = CASE WHEN p_step IS NULL THEN 'recovery_code' ELSE 'code' END, second_factor_at = mawa_now(),
         proved_at = mawa_now()
   WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL;
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION prove_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prove_second_factor TO mawa_app;
RESET ROLE;
