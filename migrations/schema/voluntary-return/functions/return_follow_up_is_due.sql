-- Trigger of return_follow_ups: the follow-up is one of view return_due and its window has opened. 23514:
-- return_follow_up_which, return_follow_up_opens, and those of return_base and return_day_after.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_follow_up_is_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_opens date;
BEGIN
  PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.tried_on);
  SELECT d.opens_on INTO v_opens
    FROM return_due d
   WHERE d.track_id = NEW.track_id AND d.months = NEW.months;
  IF v_opens IS NULL THEN
    RAISE EXCEPTION 'no such follow-up' USING ERRCODE = '23514', CONSTRAINT = 'return_follow_up_which';
  END IF;
  IF NEW.tried_on < v_opens THEN
    RAISE EXCEPTION 'its time has not come' USING ERRCODE = '23514', CONSTRAINT = 'return_follow_up_opens';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_follow_up_is_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_follow_up_is_due TO mawa_owner;
RESET ROLE;
