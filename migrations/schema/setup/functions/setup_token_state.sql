-- What a set-up token is good for, by the digest of its secret: open, used, set_up (there is an account),
-- ended (replaced by another), expired or unknown. Asked before anybody is signed in.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION setup_token_state(p_digest bytea) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_token setup_tokens;
BEGIN
  SELECT * INTO v_token FROM setup_tokens WHERE token_digest = p_digest;
  RETURN CASE
    WHEN v_token.used_at IS NOT NULL THEN 'used'
    WHEN EXISTS (SELECT 1 FROM users WHERE NOT system) THEN 'set_up'
    WHEN v_token.id IS NULL THEN 'unknown'
    WHEN v_token.ended_at IS NOT NULL THEN 'ended'
    WHEN v_token.expires_at <= mawa_now() THEN 'expired'
    ELSE 'open'
  END;
END
$$;
REVOKE EXECUTE ON FUNCTION setup_token_state FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setup_token_state TO mawa_app;
RESET ROLE;
