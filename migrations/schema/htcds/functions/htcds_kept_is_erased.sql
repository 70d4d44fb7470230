SET LOCAL ROLE mawa_gate;
CREATE FUNCTION htcds_kept_is_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM htcds_kept WHERE case_id IN (OLD.id, NEW.id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION htcds_kept_is_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION htcds_kept_is_erased TO mawa_owner;
RESET ROLE;
