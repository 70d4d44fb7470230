-- Trigger on sessions: where a role of the account has one session, the new one ends those that are open.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_sessions_before() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM user_roles r JOIN role_requirements q ON q.role = r.role AND q.one_session
     WHERE r.user_id = NEW.user_id AND r.ended_at IS NULL AND (r.confirmed_at IS NOT NULL OR NOT r.needs_second)
  ) THEN
    -- Of two at once the later one sees the other.
    PERFORM pg_advisory_xact_lock(hashtextextended('sessions/' || NEW.user_id, 0));
    UPDATE sessions SET ended_at = NEW.created_at
     WHERE user_id = NEW.user_id AND ended_at IS NULL AND token_digest <> NEW.token_digest;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION end_sessions_before FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_sessions_before TO mawa_owner;
RESET ROLE;
