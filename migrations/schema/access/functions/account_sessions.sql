-- The open sessions of an account, at most 20, the present one first; one's own, or anybody's for those who
-- manage accounts. No tokens.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION account_sessions(p_user uuid, p_here bytea)
RETURNS TABLE(since timestamptz, seen_at timestamptz, here boolean, id uuid, second_factor text, device text, address text, by_provider boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_user <> mawa_actor() AND NOT mawa_manages_accounts() THEN RETURN; END IF;
  RETURN QUERY SELECT s.created_at, s.seen_at, s.token_digest IS NOT DISTINCT FROM p_here, s.id, s.second_factor,
           s.device, host(s.address), s.identity_link_id IS NOT NULL
    FROM sessions s
    WHERE s.user_id = p_user AND s.ended_at IS NULL AND s.expires_at > mawa_now()
    ORDER BY 3 DESC, 2 DESC LIMIT 20;
END
$$;
REVOKE EXECUTE ON FUNCTION account_sessions FROM PUBLIC;
GRANT EXECUTE ON FUNCTION account_sessions TO mawa_app;
RESET ROLE;
