-- Trigger on bookings: a stay or a blocked bed that changes over closed nights writes its difference to
-- night_counts. Nights that count the same before and after are not looked at.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION bookings_correct_nights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_before text;
  v_after text;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state IN ('stay', 'ended', 'blocked') THEN
    v_before := CASE WHEN OLD.state = 'blocked' OR OLD.checked_in_at IS NULL THEN 'blocked' ELSE 'slept' END;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.state IN ('stay', 'ended', 'blocked') THEN
    v_after := CASE WHEN NEW.state = 'blocked' OR NEW.checked_in_at IS NULL THEN 'blocked' ELSE 'slept' END;
  END IF;
  IF v_before = v_after AND OLD.bed_id = NEW.bed_id AND lower(OLD.nights) = lower(NEW.nights) THEN
    PERFORM recount_nights(
      least(OLD.ends_on, NEW.ends_on), greatest(OLD.ends_on, NEW.ends_on), ARRAY[NEW.shelter_id], 'correction');
    RETURN NULL;
  END IF;
  IF v_before IS NOT NULL THEN
    PERFORM recount_nights(lower(OLD.nights), OLD.ends_on, ARRAY[OLD.shelter_id], 'correction');
  END IF;
  IF v_after IS NOT NULL THEN
    PERFORM recount_nights(lower(NEW.nights), NEW.ends_on, ARRAY[NEW.shelter_id], 'correction');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION bookings_correct_nights FROM PUBLIC;
GRANT EXECUTE ON FUNCTION bookings_correct_nights TO mawa_owner;
RESET ROLE;
