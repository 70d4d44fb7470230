-- Ends a session: signing out.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_end(p_digest bytea, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET ended_at = p_now WHERE token_digest = p_digest AND ended_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION session_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_end TO mawa_app;
RESET ROLE;
