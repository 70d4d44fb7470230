-- Trigger on services: a cancelled service makes its appointment wait again, or cancels it where the case was
-- closed meanwhile.
CREATE OR REPLACE FUNCTION service_appointment_waits_again() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE service_appointments SET service_id = NULL, state = 'planned', answered_by = NULL, answered_at = NULL
   WHERE service_id = NEW.id AND mawa_closed_on(case_id) IS NULL;
  UPDATE service_appointments SET service_id = NULL, state = 'cancelled', reason = 'case_closed',
      answered_by = mawa_actor(), answered_at = mawa_now()
   WHERE service_id = NEW.id;
  RETURN NULL;
END
$$;
