-- Trigger of training_appointments, under the lock of the enrolment: services are planned for whoever has a place and is
-- still to come, and for that person. 23514 training_services_of_who_comes, training_services_of_the_person.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_service_is_expected() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_state text;
BEGIN
  SELECT e.state INTO v_state FROM training_enrolments e WHERE e.id = NEW.enrolment_id FOR SHARE;
  IF v_state NOT IN ('applied', 'offered', 'admitted', 'started') THEN
    RAISE EXCEPTION 'nobody comes any more'
      USING ERRCODE = '23514', CONSTRAINT = 'training_services_of_who_comes';
  END IF;
  IF NOT EXISTS (
      SELECT 1 FROM service_appointments a WHERE a.id = NEW.appointment_id AND mawa_same(a.case_id, NEW.case_id)) THEN
    RAISE EXCEPTION 'the appointment of somebody else'
      USING ERRCODE = '23514', CONSTRAINT = 'training_services_of_the_person';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_service_is_expected FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_service_is_expected TO mawa_owner;
RESET ROLE;
