-- What account_sessions says, for servers of 0.1.0 while a database is upgraded.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION sessions_of(p_user uuid, p_here bytea)
RETURNS TABLE(since timestamptz, seen_at timestamptz, here boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_user <> mawa_actor() AND NOT mawa_manages_accounts() THEN RETURN; END IF;
  RETURN QUERY SELECT s.created_at, s.seen_at, s.token_digest IS NOT DISTINCT FROM p_here FROM sessions s
    WHERE s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > mawa_now()
    ORDER BY 3 DESC, 2 DESC LIMIT 20;
END
$$;
REVOKE EXECUTE ON FUNCTION sessions_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sessions_of TO mawa_app;
RESET ROLE;
