-- Trigger of return_satisfactions: given after the base day of the track and not in the future (return_base,
-- return_day_after).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_satisfaction_is_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.given_on);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_satisfaction_is_after FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_satisfaction_is_after TO mawa_owner;
RESET ROLE;
