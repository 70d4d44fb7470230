-- Keeps in what browser, from which address and network the actor opened this session.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION describe_session(p_session bytea, p_device text, p_address inet, p_network text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET device = p_device, address = p_address, network = p_network
   WHERE token_digest = p_session AND user_id = mawa_actor() AND ended_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION describe_session FROM PUBLIC;
GRANT EXECUTE ON FUNCTION describe_session TO mawa_app;
RESET ROLE;
