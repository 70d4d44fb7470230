-- Trigger of capacity_days: within the dates of a training that is not planned yet. 23514
-- capacity_day_is_within.
CREATE OR REPLACE FUNCTION capacity_day_is_within() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM capacity_trainings t
       WHERE t.id = NEW.training_id
         AND t.state = 'new'
         AND NEW.on_day BETWEEN t.first_day AND t.last_day) THEN
    RAISE EXCEPTION 'no day of it' USING ERRCODE = '23514', CONSTRAINT = 'capacity_day_is_within';
  END IF;
  RETURN NEW;
END
$$;
