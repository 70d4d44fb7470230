-- Trigger of survey_weights: an approved edition gets no more weights. 23514 survey_weights_never_change.
CREATE OR REPLACE FUNCTION survey_weights_are_written() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1 FROM survey_weightings w WHERE w.version = NEW.weighting AND w.approved_at IS NOT NULL) THEN
    RAISE EXCEPTION 'this edition counts already'
      USING ERRCODE = '23514', CONSTRAINT = 'survey_weights_never_change';
  END IF;
  RETURN NEW;
END
$$;
