-- Trigger on service_appointments: the case is not closed. 23514 service_appointment_of_an_open_case.
CREATE OR REPLACE FUNCTION service_appointment_of_an_open_case() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN
    RAISE EXCEPTION 'this case is closed'
      USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_of_an_open_case';
  END IF;
  RETURN NEW;
END
$$;
