-- Writes down that another browser brought the cookie of a session. Returns whether that is new.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_in_other_browser(p_digest bytea, p_device text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET other_device = p_device
   WHERE token_digest = p_digest AND other_device IS DISTINCT FROM p_device;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION session_in_other_browser FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_in_other_browser TO mawa_app;
RESET ROLE;
