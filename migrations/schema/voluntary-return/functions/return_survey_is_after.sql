-- Trigger of return_surveys: held after the base day and not in the future, and scored by an approved edition
-- of weights that holds today. 23514 return_survey_by_what_counts, and those of return_base and
-- return_day_after.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_survey_is_after() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM return_day_after(return_base(NEW.track_id, NEW.case_id), NEW.held_on);
  IF NOT EXISTS (
      SELECT 1
        FROM survey_weightings w
       WHERE w.version = NEW.weighting
         AND w.questions = NEW.questions
         AND w.approved_at IS NOT NULL
         AND w.holds_from <= mawa_day(mawa_now())) THEN
    RAISE EXCEPTION 'by weights that do not count'
      USING ERRCODE = '23514', CONSTRAINT = 'return_survey_by_what_counts';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_survey_is_after FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_survey_is_after TO mawa_owner;
RESET ROLE;
