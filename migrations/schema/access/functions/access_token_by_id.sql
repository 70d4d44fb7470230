-- The scope of a token while it may be used, for a job that was asked for through it; system users alone ask.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_token_by_id(p_id uuid)
RETURNS TABLE(id uuid, permissions text[], reads_only boolean, places uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1 SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN RETURN; END IF;
  RETURN QUERY
    SELECT t.id, t.permissions, t.reads_only, t.places FROM access_tokens t
     WHERE t.id = p_id AND t.revoked_at IS NULL AND t.expires_at > mawa_now()
       AND (NOT t.needs_confirmation OR t.confirmed_at IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM service_accounts a WHERE a.user_id = t.user_id
             AND (a.confirmed_by IS NULL OR a.ended_at IS NOT NULL OR a.last_day < mawa_day(mawa_now())));
END
$$;
REVOKE EXECUTE ON FUNCTION access_token_by_id FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_token_by_id TO mawa_app;
RESET ROLE;
