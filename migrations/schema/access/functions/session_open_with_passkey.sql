-- Opens a session for p_hours by a passkey: in place of the code of a pending sign-in (p_pending) or, without one, in place
-- of password and code. Returns whether it did: not where the sign-in is over, the account is closed, has no password or signs
-- in through its provider only, or use_passkey says no. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_open_with_passkey(
  p_pending bytea,
  p_digest bytea,
  p_passkey uuid,
  p_counter bigint,
  p_challenge bytea,
  p_until timestamptz,
  p_hours integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  v_link uuid;
  v_session bytea;
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT u.id INTO v_user FROM passkeys k JOIN users u ON u.id = k.user_id
   WHERE k.id = p_passkey AND u.active AND NOT u.system FOR SHARE OF u;
  IF v_user IS NULL THEN RETURN false; END IF;
  -- The next statements see what was committed while this one waited.
  IF p_pending IS NULL THEN
    IF password_refused(v_user, mawa_now()) OR NOT EXISTS (
      SELECT 1 FROM users WHERE id = v_user AND password_hash IS NOT NULL
    ) THEN RETURN false; END IF;
  ELSE
    SELECT p.identity_link_id, p.provider_session_digest INTO v_link, v_session
      FROM pending_sign_ins p JOIN users u ON u.id = p.user_id
     WHERE p.token_digest = p_pending AND p.user_id = v_user AND p.expires_at > mawa_now()
       AND pending_sign_in_stands(p, u.password_hash);
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  IF NOT use_passkey(v_user, p_passkey, p_counter, p_challenge, p_until) THEN RETURN false; END IF;
  DELETE FROM pending_sign_ins WHERE token_digest = p_pending;
  IF p_pending IS NOT NULL AND NOT FOUND THEN RETURN false; END IF;
  INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at,
                        identity_link_id, provider_session_digest)
  VALUES (p_digest, v_user, mawa_now(), mawa_now(), mawa_now() + make_interval(hours => p_hours), 'passkey', mawa_now(),
          v_link, v_session);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION session_open_with_passkey FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_open_with_passkey TO mawa_app;
RESET ROLE;
