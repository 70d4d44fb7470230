-- Trigger on bookings: nobody is placed on a night on which the bed is to be prepared. 23514
-- bookings_after_preparation. After the insert, so that an exit which commits meanwhile is seen.
CREATE OR REPLACE FUNCTION bookings_after_preparation() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_until timestamptz;
BEGIN
  SELECT p.until_at INTO v_until FROM bed_preparations p WHERE p.bed_id = NEW.bed_id AND p.ended_at IS NULL;
  IF v_until > mawa_now() AND NEW.nights && preparation_nights(v_until) THEN
    RAISE EXCEPTION 'the bed is to be prepared'
      USING ERRCODE = '23514', CONSTRAINT = 'bookings_after_preparation';
  END IF;
  RETURN NULL;
END
$$;
