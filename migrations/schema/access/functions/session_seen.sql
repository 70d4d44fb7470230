-- Writes down that a session was used, for servers of 0.1.0 while a database is upgraded (session_used).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_seen(p_digest bytea, p_now timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET seen_at = p_now WHERE token_digest = p_digest AND seen_at < p_now;
END
$$;
REVOKE EXECUTE ON FUNCTION session_seen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_seen TO mawa_app;
RESET ROLE;
