-- Trigger on booking_people: a person who is added to or taken from a stay over closed nights writes the
-- difference to night_counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION booking_people_correct_nights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM recount_nights(lower(k.nights), k.ends_on, ARRAY[k.shelter_id], 'correction')
    FROM bookings k
   WHERE k.id = CASE TG_OP WHEN 'INSERT' THEN NEW.booking_id ELSE OLD.booking_id END;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION booking_people_correct_nights FROM PUBLIC;
GRANT EXECUTE ON FUNCTION booking_people_correct_nights TO mawa_owner;
RESET ROLE;
