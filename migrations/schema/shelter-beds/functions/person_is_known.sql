-- Trigger on booking_people and request_people: person_id is the file that stands for the person, null for
-- that file itself.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION person_is_known() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  NEW.person_id := nullif(mawa_person(NEW.case_id), NEW.case_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION person_is_known FROM PUBLIC;
GRANT EXECUTE ON FUNCTION person_is_known TO mawa_owner;
RESET ROLE;
