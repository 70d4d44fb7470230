-- Trigger on booking_people: no person is twice, and no bed given twice, on a night of a stay that was brought
-- in (past_stays). past_stay_conflicts() asks the other way round; the lock makes one of the two wait.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION bookings_apart_from_past_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- A stay that was brought in is over: it has no night from tonight on.
  IF lower(NEW.nights) >= mawa_tonight() THEN RETURN NULL; END IF;
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('past_stays', 9));
  IF EXISTS (
      SELECT FROM past_stays p
       WHERE p.nights && NEW.nights
         AND (p.case_id IN (SELECT mawa_files(NEW.case_id))
              OR p.bed_id = (SELECT k.bed_id FROM bookings k WHERE k.id = NEW.booking_id))) THEN
    RAISE EXCEPTION 'a stay that was brought in has these nights'
      USING ERRCODE = '23P01', CONSTRAINT = 'bookings_apart_from_past_stays';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION bookings_apart_from_past_stays FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bookings_apart_from_past_stays TO mawa_owner;
RESET ROLE;
