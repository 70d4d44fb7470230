-- Trigger of service_appointments that take the place of another one: what was planned for an enrolment stays planned for
-- it on the other day, while the enrolment goes on.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_service_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO training_appointments (appointment_id, case_id, enrolment_id)
  SELECT NEW.id, t.case_id, t.enrolment_id
    FROM training_appointments t
    JOIN training_enrolments e ON e.id = t.enrolment_id AND e.state IN ('applied', 'offered', 'admitted', 'started')
   WHERE t.appointment_id = NEW.replaces
     FOR SHARE OF e;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_service_moves FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_service_moves TO mawa_owner;
RESET ROLE;
