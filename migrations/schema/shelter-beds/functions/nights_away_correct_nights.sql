-- Trigger on nights_away: an absence that is entered or taken back for a closed night writes its difference
-- to night_counts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION nights_away_correct_nights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM recount_nights(OLD.night, OLD.night + 1, ARRAY[k.shelter_id], 'correction')
      FROM bookings k
     WHERE k.id = OLD.booking_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM recount_nights(NEW.night, NEW.night + 1, ARRAY[k.shelter_id], 'correction')
      FROM bookings k
     WHERE k.id = NEW.booking_id;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION nights_away_correct_nights FROM PUBLIC;
GRANT EXECUTE ON FUNCTION nights_away_correct_nights TO mawa_owner;
RESET ROLE;
