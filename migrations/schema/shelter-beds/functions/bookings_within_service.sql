-- Trigger on bookings: the bed is in service on all nights booked. 23514 bookings_within_service.
CREATE OR REPLACE FUNCTION bookings_within_service() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NEW.state <> 'void'
     AND NOT EXISTS (SELECT 1 FROM beds WHERE id = NEW.bed_id AND in_service @> NEW.nights) THEN
    RAISE EXCEPTION 'the bed is not in service on all of these nights'
      USING ERRCODE = '23514', CONSTRAINT = 'bookings_within_service';
  END IF;
  RETURN NEW;
END
$$;
