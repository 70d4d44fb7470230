-- Keeps that the password of the account with this address was forgotten; the secret (p_digest) counts for p_minutes. Where a role needs a second person and the account has no second factor it
-- `waits` for administrators, for a day, and the secret counts for nothing. Returns to whom a mail goes, or no row where there is no such
-- account or it never had a password. 42501 where somebody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION begin_password_reset(p_email text, p_digest bytea, p_minutes integer)
RETURNS TABLE(user_id uuid, language text, waits boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user users;
  v_waits boolean;
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT u.* INTO v_user FROM users u
   WHERE u.email = p_email AND u.active AND NOT u.system AND u.password_hash IS NOT NULL FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  v_waits := reset_waits(v_user.id);
  INSERT INTO password_resets (user_id, token_digest, expires_at)
  VALUES (v_user.id, CASE WHEN NOT v_waits THEN p_digest END,
          mawa_now() + CASE WHEN v_waits THEN interval '1 day' ELSE make_interval(mins => p_minutes) END);
  RETURN QUERY SELECT v_user.id, v_user.language, v_waits;
END
$$;
REVOKE EXECUTE ON FUNCTION begin_password_reset FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_password_reset TO mawa_app;
RESET ROLE;
