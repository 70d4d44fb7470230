-- The actor answers a challenge with a passkey of their own in this session. Returns whether it was good.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION prove_passkey(
  p_passkey uuid,
  p_counter bigint,
  p_challenge bytea,
  p_until timestamptz,
  p_session bytea
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  IF NOT use_passkey(mawa_actor(), p_passkey, p_counter, p_challenge, p_until) THEN RETURN false; END IF;
  UPDATE sessions s
     SET second_factor = 'passkey', second_factor_at = mawa_now(), proved_at = mawa_now()
   WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL;
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION prove_passkey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prove_passkey TO mawa_app;
RESET ROLE;
