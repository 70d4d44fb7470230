-- Trigger of ledger_partings: both sides of the match stand no longer.
CREATE OR REPLACE FUNCTION match_is_parted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  m ledger_matches;
BEGIN
  SELECT * INTO m FROM ledger_matches WHERE id = NEW.match_id;
  PERFORM lock_agency_reconciliation(m.grant_id, m.organisation_id);
  UPDATE matched_entries SET stands = false WHERE match_id = m.id;
  UPDATE matched_rows SET stands = false WHERE match_id = m.id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION match_is_parted FROM PUBLIC;
