-- Opens a session for p_hours through a link and an edition, in session p_session of the provider, if the account still signs
-- in through it and the link was not ended, and if it has no second factor of its own or the provider showed one (p_factor).
-- Returns whether it did. 42501 where somebody is signed in already.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_open_by_identity(
  p_digest bytea,
  p_link uuid,
  p_edition uuid,
  p_factor boolean,
  p_session bytea,
  p_hours integer
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user uuid;
BEGIN
  PERFORM mawa_nobody_acts();
  SELECT u.id INTO v_user FROM identity_links l JOIN users u ON u.id = l.user_id WHERE l.id = p_link FOR SHARE OF u;
  -- The next statements see what was committed while this one waited.
  UPDATE identity_links SET used_at = mawa_now() WHERE id = p_link AND ended_at IS NULL;
  IF NOT FOUND OR identity_refusal(v_user, p_edition) IS NOT NULL THEN RETURN false; END IF;
  IF NOT p_factor AND EXISTS (
    SELECT 1 FROM second_factors f WHERE f.user_id = v_user AND f.confirmed_at IS NOT NULL
  ) THEN RETURN false; END IF;
  INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, proved_at, second_factor, second_factor_at,
                        identity_link_id, provider_session_digest)
  VALUES (p_digest, v_user, mawa_now(), mawa_now(), mawa_now() + make_interval(hours => p_hours), mawa_now(),
          CASE WHEN p_factor THEN 'provider' END, CASE WHEN p_factor THEN mawa_now() END, p_link, p_session);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION session_open_by_identity FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_open_by_identity TO mawa_app;
RESET ROLE;
