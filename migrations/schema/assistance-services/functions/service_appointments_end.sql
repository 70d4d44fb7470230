-- Cancels what is planned in all files of a person, for a reason: closing or erasing. For functions of
-- mawa_gate.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION service_appointments_end(p_case uuid, p_reason text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE service_appointments
     SET state = 'cancelled', reason = p_reason, answered_by = mawa_actor(), answered_at = mawa_now()
   WHERE id IN (SELECT service_appointments_ending_with(p_case))
$$;
REVOKE EXECUTE ON FUNCTION service_appointments_end FROM PUBLIC;
RESET ROLE;
