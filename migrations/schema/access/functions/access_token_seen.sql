-- Writes down that a token was used, and from which network; whoever holds it says so.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_token_seen(p_digest bytea, p_now timestamptz, p_network text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE access_tokens SET used_at = p_now, used_from = p_network
   WHERE digest = p_digest AND (used_at IS NULL OR used_at < p_now);
END
$$;
REVOKE EXECUTE ON FUNCTION access_token_seen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_token_seen TO mawa_app;
RESET ROLE;
