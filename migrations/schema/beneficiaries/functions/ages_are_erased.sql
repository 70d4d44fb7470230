SET LOCAL ROLE mawa_gate;
CREATE FUNCTION ages_are_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM age_assessments WHERE case_id = OLD.id;
  UPDATE request_people SET age_low = NULL, age_high = NULL, turns_age = NULL, turns_on = NULL, birthday_known = NULL,
    access_need = NULL, pregnant = NULL, languages = '{}' WHERE case_id = OLD.id;
  NEW.born_from := NULL;
  NEW.born_until := NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION ages_are_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ages_are_erased TO mawa_owner;
RESET ROLE;
