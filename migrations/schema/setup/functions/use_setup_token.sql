-- Uses a set-up token, once. Returns its state as setup_token_state does; only `open` means that it was used
-- now. Of two at once the second waits here and finds it used.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION use_setup_token(p_digest bytea) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  PERFORM 1 FROM setup_tokens WHERE token_digest = p_digest FOR UPDATE;
  v_state := setup_token_state(p_digest);
  IF v_state = 'open' THEN
    UPDATE setup_tokens SET used_at = mawa_now() WHERE token_digest = p_digest;
  END IF;
  RETURN v_state;
END
$$;
REVOKE EXECUTE ON FUNCTION use_setup_token FROM PUBLIC;
GRANT EXECUTE ON FUNCTION use_setup_token TO mawa_app;
RESET ROLE;
