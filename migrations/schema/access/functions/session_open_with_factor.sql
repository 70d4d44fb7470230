-- Opens a session for p_hours from a pending sign-in and uses up the code (p_step) or recovery code (p_recovery) that was
-- shown. Returns whether it did: not where the sign-in is over, the password or the link changed or the code was used before. 42501
-- where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_open_with_factor(
  p_token bytea,
  p_digest bytea,
  p_step bigint,
  p_recovery bytea,
  p_hours integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
  v_link uuid;
  v_session bytea;
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT p.user_id, p.identity_link_id, p.provider_session_digest INTO v_user, v_link, v_session
    FROM pending_sign_ins p JOIN users u ON u.id = p.user_id
   WHERE p.token_digest = p_token AND p.expires_at > mawa_now() AND u.active AND NOT u.system
     AND pending_sign_in_stands(p, u.password_hash)
   FOR SHARE OF u;
  IF v_user IS NULL OR NOT use_second_factor(v_user, p_step, p_recovery) THEN RETURN false; END IF;
  DELETE FROM pending_sign_ins WHERE token_digest = p_token;
  IF NOT FOUND THEN RETURN false; END IF;
  INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at,
                        identity_link_id, provider_session_digest)
  VALUES (p_digest, v_user, mawa_now(), mawa_now(), mawa_now() + make_interval(hours => p_hours),
          CASE WHEN p_step IS NULL THEN 'recovery_code' ELSE 'code' END, mawa_now(), v_link, v_session);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION session_open_with_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_open_with_factor TO mawa_app;
RESET ROLE;
