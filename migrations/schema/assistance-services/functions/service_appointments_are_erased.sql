SET LOCAL ROLE mawa_gate;
CREATE FUNCTION service_appointments_are_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM service_appointments_end(OLD.id, 'erased');
  UPDATE service_appointments SET note_sealed = NULL WHERE case_id = OLD.id AND note_sealed IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION service_appointments_are_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION service_appointments_are_erased TO mawa_owner;
RESET ROLE;
