-- Trigger of agency_files, ledger_matches and open_item_reasons: takes the lock of the agency's
-- reconciliation.
CREATE FUNCTION match_takes_its_turn() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM agency_turn(NEW.grant_id, NEW.organisation_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION match_takes_its_turn FROM PUBLIC;
