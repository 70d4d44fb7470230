-- Adds a passkey to the actor's own account and uses up the challenge that it answered. Returns `done`, or why not: no
-- authenticator app is set up (`no_factor`), the challenge is over (`over`), the passkey is known (`there`), or the account has
-- p_most (`too_many`).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION add_passkey(
  p_credential bytea,
  p_key bytea,
  p_counter bigint,
  p_transports text[],
  p_name text,
  p_challenge bytea,
  p_until timestamptz,
  p_most integer
) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_acts_in_person();
  PERFORM 1 FROM second_factors WHERE user_id = mawa_actor() AND confirmed_at IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN 'no_factor'; END IF;
  IF p_until <= mawa_now() THEN RETURN 'over'; END IF;
  INSERT INTO passkey_challenges (digest, expires_at) VALUES (p_challenge, p_until) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'over'; END IF;
  IF (SELECT count(*) FROM passkeys WHERE user_id = mawa_actor()) >= p_most THEN RETURN 'too_many'; END IF;
  INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, name)
  VALUES (mawa_actor(), p_credential, p_key, p_counter, p_transports, p_name) ON CONFLICT DO NOTHING;
  RETURN CASE WHEN FOUND THEN 'done' ELSE 'there' END;
END
$$;
REVOKE EXECUTE ON FUNCTION add_passkey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION add_passkey TO mawa_app;
RESET ROLE;
