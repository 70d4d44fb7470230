-- Trigger: the calendar address of the account of this row ends.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION end_hearing_feeds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_user constant uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.user_id ELSE NEW.user_id END;
BEGIN
  -- An address that is being made at the same moment is made first, and ends here (hearing-feeds.service.ts).
  PERFORM pg_advisory_xact_lock(hashtextextended(v_user::text, 9));
  UPDATE hearing_feeds f SET revoked_at = mawa_now() WHERE f.user_id = v_user AND f.revoked_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION end_hearing_feeds FROM PUBLIC;
GRANT EXECUTE ON FUNCTION end_hearing_feeds TO mawa_owner;
RESET ROLE;
