-- Keeps for p_minutes that an identity provider said who it is, in its session p_session, if the account has a second factor
-- of its own, which is asked for next. Returns whether it has one. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION sign_in_pending_by_identity(
  p_token bytea,
  p_link uuid,
  p_edition uuid,
  p_session bytea,
  p_minutes integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mawa_nobody_acts();
  DELETE FROM pending_sign_ins p USING identity_links l
   WHERE l.id = p_link AND p.user_id = l.user_id AND p.expires_at <= mawa_now();
  INSERT INTO pending_sign_ins (token_digest, user_id, identity_link_id, provider_session_digest, expires_at)
  SELECT p_token, l.user_id, l.id, p_session, mawa_now() + make_interval(mins => p_minutes)
    FROM identity_links l JOIN second_factors f ON f.user_id = l.user_id AND f.confirmed_at IS NOT NULL
   WHERE l.id = p_link AND l.ended_at IS NULL AND identity_refusal(l.user_id, p_edition) IS NULL;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION sign_in_pending_by_identity FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sign_in_pending_by_identity TO mawa_app;
RESET ROLE;
