-- Adds a set-up token and ends the one before; false, and nothing written, where there is an account. For
-- system users alone (42501).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION new_setup_token(p_digest bytea, p_expires timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'a set-up token is made on the server' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('setup_tokens', 0));
  IF EXISTS (SELECT 1 FROM users WHERE NOT system) THEN RETURN false; END IF;
  UPDATE setup_tokens SET ended_at = mawa_now() WHERE used_at IS NULL AND ended_at IS NULL;
  INSERT INTO setup_tokens (token_digest, expires_at) VALUES (p_digest, p_expires);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION new_setup_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION new_setup_token TO mawa_app;
RESET ROLE;
