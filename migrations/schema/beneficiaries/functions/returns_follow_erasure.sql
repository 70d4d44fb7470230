SET LOCAL ROLE mawa_gate;
CREATE FUNCTION returns_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE return_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_counselling SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_decisions SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_family SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_risks SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_risk_decisions SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_document_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_fitness SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION returns_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION returns_follow_erasure TO mawa_owner;
RESET ROLE;
