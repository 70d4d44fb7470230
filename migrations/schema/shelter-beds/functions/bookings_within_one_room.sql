-- Trigger on bookings: over all nights booked the room keeps its mix and its step-free access (room_holds).
-- 23514 bookings_within_service.
CREATE OR REPLACE FUNCTION bookings_within_one_room() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NEW.state IN ('hold', 'promised', 'stay') AND NOT EXISTS (
      SELECT 1 FROM beds b CROSS JOIN LATERAL room_holds(b.room_id, lower(NEW.nights)) h
       WHERE b.id = NEW.bed_id AND h.holds @> NEW.nights) THEN
    RAISE EXCEPTION 'the room becomes another within these nights'
      USING ERRCODE = '23514', CONSTRAINT = 'bookings_within_service';
  END IF;
  RETURN NEW;
END
$$;
