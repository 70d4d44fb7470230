SET LOCAL ROLE mawa_gate;
CREATE FUNCTION work_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE work_application_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE work_placement_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE work_follow_ups SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE work_alert_answers SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_follows_erasure TO mawa_owner;
RESET ROLE;
