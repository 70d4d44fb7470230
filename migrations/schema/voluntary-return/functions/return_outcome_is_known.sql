-- Trigger of return_outcomes: an outcome other than the proposed one says why; none but `retrafficked` is
-- said before the window of the last follow-up opens. 23514: return_outcomes_say_why, return_outcome_in_time,
-- and those of return_base and return_day_after.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_outcome_is_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.decided_on);
  IF NEW.outcome <> NEW.proposed AND NEW.note IS NULL THEN
    RAISE EXCEPTION 'another one, and why' USING ERRCODE = '23514', CONSTRAINT = 'return_outcomes_say_why';
  END IF;
  -- Nobody is called safe early; that somebody was trafficked again is known on any day.
  IF NEW.outcome <> 'retrafficked'
      AND NEW.decided_on < (
          SELECT d.opens_on
            FROM return_due d
           WHERE d.track_id = NEW.track_id
           ORDER BY d.months DESC LIMIT 1) THEN
    RAISE EXCEPTION 'too early' USING ERRCODE = '23514', CONSTRAINT = 'return_outcome_in_time';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_outcome_is_known FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_outcome_is_known TO mawa_owner;
RESET ROLE;
