-- What session_facts says, for servers of 0.1.0 while a database is upgraded.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_find(p_digests bytea[], p_now timestamptz, p_idle_minutes integer)
RETURNS TABLE(token_digest bytea, user_id uuid, seen_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT f.token_digest, f.user_id, f.seen_at FROM session_facts(p_digests, p_now, p_idle_minutes) f;
END
$$;
REVOKE EXECUTE ON FUNCTION session_find FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_find TO mawa_app;
RESET ROLE;
