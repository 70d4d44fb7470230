-- The actor's own second factor counts from now on: a code of p_step was shown in the session in which it was begun. Keeps the digests of its
-- recovery codes and ends the other sessions, which showed none. Returns whether it did.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION confirm_second_factor(p_id uuid, p_step bigint, p_codes bytea[], p_session bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  -- A sign-in with the password alone waits here, and finds the factor (session_open).
  PERFORM 1 FROM users u WHERE u.id = mawa_actor() FOR UPDATE;
  UPDATE second_factors f SET confirmed_at = mawa_now(), last_step = p_step
   WHERE f.id = p_id AND f.user_id = mawa_actor() AND f.confirmed_at IS NULL
     AND f.begun_in IS NOT DISTINCT FROM p_session;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO recovery_codes (digest, user_id) SELECT unnest(p_codes), mawa_actor();
  UPDATE sessions s SET second_factor = 'code', second_factor_at = mawa_now(), proved_at = mawa_now()
   WHERE s.token_digest = p_session AND s.user_id = mawa_actor() AND s.ended_at IS NULL;
  PERFORM sessions_end(mawa_actor(), p_session);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION confirm_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION confirm_second_factor TO mawa_app;
RESET ROLE;
