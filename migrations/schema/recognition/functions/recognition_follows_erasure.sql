SET LOCAL ROLE mawa_gate;
CREATE FUNCTION recognition_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE recognition_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE recognition_evidence SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE recognition_declarations SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE recognition_judgements SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE recognition_results SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION recognition_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recognition_follows_erasure TO mawa_owner;
RESET ROLE;
