-- Trigger on users, roles, memberships, shelters and organisations: the possible readers of complaints may have
-- changed, so assignments and tasks are recomputed. Does nothing without a clock (migrations).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION complaints_are_followed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(current_setting('mawa.now', true), '') <> '' THEN PERFORM complaint_tasks_follow(NULL); END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION complaints_are_followed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaints_are_followed TO mawa_owner;
RESET ROLE;
