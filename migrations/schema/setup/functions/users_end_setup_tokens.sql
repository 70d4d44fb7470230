-- Trigger on users: an account was made, so that an open set-up token ends. Waits for a set-up that is under
-- way, whose token is used and stays used.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION users_end_setup_tokens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE setup_tokens SET ended_at = NEW.created_at WHERE used_at IS NULL AND ended_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION users_end_setup_tokens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION users_end_setup_tokens TO mawa_owner;
RESET ROLE;
