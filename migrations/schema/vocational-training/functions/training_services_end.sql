-- Trigger of training_steps that end an enrolment: what is planned for it and still to come is called off
-- (training_ended), of a session that is called off from the day on which it is not held any more. What was planned for
-- today or a day before waits for its answer, whatever the day of the step.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_services_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from date := mawa_day(mawa_now()) + 1;
BEGIN
  IF NEW.to_state = 'cancelled' THEN
    SELECT greatest(x.from_day, v_from) INTO v_from
      FROM training_enrolments e JOIN training_cancellations x ON x.session_id = e.session_id
     WHERE e.id = NEW.enrolment_id;
  END IF;
  UPDATE service_appointments
     SET state = 'cancelled', reason = 'training_ended', answered_by = mawa_somebody(), answered_at = mawa_now()
   WHERE id IN (SELECT t.appointment_id FROM training_appointments t WHERE t.enrolment_id = NEW.enrolment_id)
     AND state = 'planned'
     AND due_on >= v_from;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION training_services_end FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_services_end TO mawa_owner;
RESET ROLE;
