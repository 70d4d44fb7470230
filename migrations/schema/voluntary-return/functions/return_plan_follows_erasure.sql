SET LOCAL ROLE mawa_gate;
CREATE FUNCTION return_plan_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE return_plan_items SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_plan_ends SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_plan_agreements SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  UPDATE return_instalments SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_follows_erasure TO mawa_owner;
RESET ROLE;
