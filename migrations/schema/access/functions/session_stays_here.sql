-- The actor showed that it is them in this browser: it is the one of the session from now on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_stays_here(p_session bytea, p_device text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET device = p_device, other_device = NULL
   WHERE token_digest = p_session AND user_id = mawa_actor() AND ended_at IS NULL AND proved_at = mawa_now();
END
$$;
REVOKE EXECUTE ON FUNCTION session_stays_here FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_stays_here TO mawa_app;
RESET ROLE;
