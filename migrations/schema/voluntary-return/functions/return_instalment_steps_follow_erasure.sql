SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_instalment_steps_follow_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE return_instalment_steps SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  -- Typed by hand, it may say more than a number; that there was one stays.
  UPDATE return_instalment_steps SET receipt = '-' WHERE case_id = OLD.id AND receipt IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_instalment_steps_follow_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_instalment_steps_follow_erasure TO mawa_owner;
RESET ROLE;
