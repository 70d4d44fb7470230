-- Trigger on stage_changes: closing a case cancels what is planned.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION service_appointments_end_with_the_case() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM service_appointments_end(NEW.case_id, 'case_closed');
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION service_appointments_end_with_the_case FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_appointments_end_with_the_case TO mawa_owner;
RESET ROLE;
