-- Whether the lists of the actor's own session show names from now on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION session_names(p_session bytea, p_shown boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE sessions SET names_shown = p_shown
   WHERE token_digest = p_session AND user_id = mawa_actor() AND ended_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION session_names FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_names TO mawa_app;
RESET ROLE;
