-- Writes down that a token was used, and from which network; whoever holds it says so. Returns whether the network is new
-- to a token that was used from others.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_token_seen(p_digest bytea, p_now timestamptz, p_network text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_known text[];
BEGIN
  SELECT known_networks INTO v_known FROM access_tokens WHERE digest = p_digest FOR UPDATE;
  IF p_network = ANY (v_known) THEN
    UPDATE access_tokens SET used_at = greatest(used_at, p_now), used_from = p_network WHERE digest = p_digest;
    RETURN false;
  END IF;
  UPDATE access_tokens
     SET used_at = greatest(used_at, p_now), used_from = p_network,
         known_networks = (v_known || p_network)[greatest(1, cardinality(v_known) - 98):]
   WHERE digest = p_digest;
  RETURN cardinality(v_known) > 0;
END
$$;
REVOKE EXECUTE ON FUNCTION access_token_seen FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_token_seen TO mawa_app;
RESET ROLE;
