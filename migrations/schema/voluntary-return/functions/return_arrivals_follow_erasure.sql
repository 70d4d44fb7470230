SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_arrivals_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE return_arrivals SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_arrivals_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_arrivals_follow_erasure TO mawa_owner;
RESET ROLE;
