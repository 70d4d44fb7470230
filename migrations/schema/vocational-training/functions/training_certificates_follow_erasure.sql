SET LOCAL ROLE mawa_gate;
CREATE FUNCTION training_certificates_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE training_certificates SET code = '', holder = NULL, holder_digest = NULL WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_certificates_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_certificates_follow_erasure TO mawa_owner;
RESET ROLE;
