-- Trigger on beds: a bed whose service or room changes over closed nights writes its difference to
-- night_counts.
SET LOCAL ROLE mawa_gate;
CREATE FUNCTION beds_correct_nights() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM recount_nights(
      lower(OLD.in_service), coalesce(upper(OLD.in_service), 'infinity'), ARRAY[OLD.shelter_id], 'correction');
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM recount_nights(
      lower(NEW.in_service), coalesce(upper(NEW.in_service), 'infinity'), ARRAY[NEW.shelter_id], 'correction');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION beds_correct_nights FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beds_correct_nights TO mawa_owner;
RESET ROLE;
