-- Trigger on service_appointments: adds a row of service_appointment_changes.
CREATE OR REPLACE FUNCTION service_appointment_is_written_down() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO service_appointment_changes (
    appointment_id, case_id, from_state, to_state, reason, service_id, by)
  VALUES (NEW.id, NEW.case_id, CASE TG_OP WHEN 'UPDATE' THEN OLD.state END, NEW.state, NEW.reason,
          NEW.service_id, mawa_actor());
  RETURN NULL;
END
$$;
