SET LOCAL ROLE mawa_gate;
CREATE FUNCTION links_are_erased() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM case_links WHERE OLD.id IN (from_case, to_case);
  DELETE FROM family_changes WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION links_are_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION links_are_erased TO mawa_owner;
RESET ROLE;
