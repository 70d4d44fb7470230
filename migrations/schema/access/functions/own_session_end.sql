-- Ends one session of the actor's own account. Returns whether it did.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION own_session_end(p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET ended_at = mawa_now() WHERE id = p_id AND user_id = mawa_actor() AND ended_at IS NULL;
  RETURN FOUND;
END
$$;
REVOKE EXECUTE ON FUNCTION own_session_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_session_end TO mawa_app;
RESET ROLE;
