SET LOCAL ROLE mawa_gate;
CREATE FUNCTION legal_aid_follows_erasure() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE proceedings SET prosecutor_file = NULL, court_file = NULL WHERE case_id = OLD.id;
  UPDATE hearings SET place = NULL, note = NULL WHERE case_id = OLD.id;
  UPDATE court_orders SET text = NULL WHERE case_id = OLD.id;
  UPDATE legal_steps SET note = NULL WHERE case_id = OLD.id;
  DELETE FROM proceeding_contacts WHERE case_id = OLD.id;
  DELETE FROM court_summaries WHERE case_id = OLD.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION legal_aid_follows_erasure FROM PUBLIC;
GRANT EXECUTE ON FUNCTION legal_aid_follows_erasure TO mawa_owner;
RESET ROLE;
