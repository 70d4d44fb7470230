-- Writes down that a session was used, and from which network.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_used(p_digest bytea, p_now timestamptz, p_network text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET seen_at = greatest(seen_at, p_now), network = p_network WHERE token_digest = p_digest;
END
$$;
REVOKE EXECUTE ON FUNCTION session_used FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_used TO mawa_app;
RESET ROLE;
