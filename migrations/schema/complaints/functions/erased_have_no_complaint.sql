SET LOCAL ROLE mawa_gate;
CREATE FUNCTION erased_have_no_complaint() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM complaint_links WHERE case_id IN (NEW.id, OLD.id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION erased_have_no_complaint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erased_have_no_complaint TO mawa_owner;
RESET ROLE;
