-- Trigger on service_ratings: the service was given to this person and not cancelled. 23514
-- service_rating_of_what_was_given.
CREATE OR REPLACE FUNCTION service_rating_of_what_was_given() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM services s
     WHERE s.id = NEW.service_id AND s.case_id = NEW.case_id AND s.cancelled_at IS NULL) THEN
    RAISE EXCEPTION 'not given to this person'
      USING ERRCODE = '23514', CONSTRAINT = 'service_rating_of_what_was_given';
  END IF;
  RETURN NEW;
END
$$;
