SET LOCAL ROLE mawa_gate;
CREATE FUNCTION training_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE training_orientations SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE training_choices SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE training_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE training_assessments SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION training_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_follows_erasure TO mawa_owner;
RESET ROLE;
