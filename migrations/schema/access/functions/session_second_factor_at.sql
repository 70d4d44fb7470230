-- When the session with this token digest last showed a second factor; null if it never did. Asked with each request.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_second_factor_at(p_digest bytea) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (SELECT s.second_factor_at FROM sessions s WHERE s.token_digest = p_digest);
END
$$;
REVOKE EXECUTE ON FUNCTION session_second_factor_at FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_second_factor_at TO mawa_app;
RESET ROLE;
