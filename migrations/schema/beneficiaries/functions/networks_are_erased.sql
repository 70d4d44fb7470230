SET LOCAL ROLE mawa_gate;
CREATE FUNCTION networks_are_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM case_networks WHERE case_id = OLD.id;
  DELETE FROM network_apart WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION networks_are_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION networks_are_erased TO mawa_owner;
RESET ROLE;
