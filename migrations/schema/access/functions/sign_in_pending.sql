-- Keeps for p_minutes that the password of an account was right (p_hash is what was checked), if it has a second factor,
-- which is asked for next. Returns whether it has one. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION sign_in_pending(p_token bytea, p_user uuid, p_hash text, p_minutes integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  DELETE FROM pending_sign_ins WHERE user_id = p_user AND expires_at <= mawa_now();
  INSERT INTO pending_sign_ins (token_digest, user_id, password_digest, expires_at)
  SELECT p_token, u.id, sha256(convert_to(u.password_hash, 'UTF8')), mawa_now() + make_interval(mins => p_minutes)
    FROM users u JOIN second_factors f ON f.user_id = u.id AND f.confirmed_at IS NOT NULL
   WHERE u.id = p_user AND u.active AND NOT u.system AND u.password_hash = p_hash
     AND NOT password_refused(u.id, mawa_now());
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION sign_in_pending FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in_pending TO mawa_app;
RESET ROLE;
