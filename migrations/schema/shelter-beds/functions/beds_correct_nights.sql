-- Trigger on beds: a bed whose service or room changes over closed nights writes its difference to
-- night_counts. A bed that only ends otherwise is looked at between its two ends.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION beds_correct_nights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_old_end date := coalesce(upper(OLD.in_service), 'infinity');
  v_new_end date := coalesce(upper(NEW.in_service), 'infinity');
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.room_id = NEW.room_id AND lower(OLD.in_service) = lower(NEW.in_service) THEN
    PERFORM recount_nights(
      least(v_old_end, v_new_end), greatest(v_old_end, v_new_end), ARRAY[NEW.shelter_id], 'correction');
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    PERFORM recount_nights(lower(OLD.in_service), v_old_end, ARRAY[OLD.shelter_id], 'correction');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM recount_nights(lower(NEW.in_service), v_new_end, ARRAY[NEW.shelter_id], 'correction');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION beds_correct_nights FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beds_correct_nights TO mawa_owner;
RESET ROLE;
