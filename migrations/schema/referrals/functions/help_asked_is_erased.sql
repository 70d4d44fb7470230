SET LOCAL ROLE mawa_gate;
CREATE FUNCTION help_asked_is_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM help_asked WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION help_asked_is_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION help_asked_is_erased TO mawa_owner;
RESET ROLE;
