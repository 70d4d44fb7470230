-- Ends the sessions of an account but the one named: one's own, or anybody's by those who manage accounts;
-- 42501 otherwise. Returns how many ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION sessions_end(p_user uuid, p_but bytea) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_ended integer;
BEGIN
  IF p_user <> mawa_actor() AND NOT mawa_manages_accounts() THEN
    RAISE EXCEPTION 'these sessions are not for this actor to end' USING ERRCODE = '42501';
  END IF;
  UPDATE sessions s SET ended_at = mawa_now()
   WHERE s.user_id = p_user
     AND s.ended_at IS NULL
     AND s.expires_at > mawa_now()
     AND s.token_digest IS DISTINCT FROM p_but;
  GET DIAGNOSTICS v_ended = ROW_COUNT;
  RETURN v_ended;
END
$$;
REVOKE EXECUTE ON FUNCTION sessions_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sessions_end TO mawa_app;
RESET ROLE;
