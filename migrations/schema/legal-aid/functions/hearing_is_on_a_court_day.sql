-- Trigger of hearings: at an active court that sits on that day; sets the day. 23514: hearing_at_the_weekend,
-- hearing_on_a_closed_day, hearing_at_a_court.
CREATE OR REPLACE FUNCTION hearing_is_on_a_court_day() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('court days', 0));
  NEW.day := mawa_day(NEW.starts_at);
  IF court_weekend(NEW.day) THEN
    RAISE EXCEPTION 'courts do not sit' USING ERRCODE = '23514', CONSTRAINT = 'hearing_at_the_weekend';
  END IF;
  IF court_closure(NEW.court_id, NEW.day) IS NOT NULL THEN
    RAISE EXCEPTION 'this court is closed' USING ERRCODE = '23514', CONSTRAINT = 'hearing_on_a_closed_day';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM courts WHERE id = NEW.court_id AND active) THEN
    RAISE EXCEPTION 'no such court' USING ERRCODE = '23514', CONSTRAINT = 'hearing_at_a_court';
  END IF;
  RETURN NEW;
END
$$;
