-- Opens a session for p_hours, if the account is in use and its password is still the one that was checked
-- (p_hash), if it has no second factor, which session_open_with_factor asks for, and if its password is accepted
-- (password_refused). Returns whether it did. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_open(
  p_digest bytea,
  p_user uuid,
  p_hash text,
  p_now timestamptz,
  p_hours integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  -- The next statement sees what was committed while this one waited, a second factor among it.
  PERFORM 1 FROM users u WHERE u.id = p_user FOR SHARE;
  INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, proved_at)
  SELECT p_digest, u.id, p_now, p_now, p_now + make_interval(hours => p_hours), p_now
    FROM users u WHERE u.id = p_user AND u.active AND NOT u.system AND u.password_hash = p_hash
     AND NOT EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
     AND NOT password_refused(u.id, p_now)
     FOR SHARE;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION session_open FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_open TO mawa_app;
RESET ROLE;
