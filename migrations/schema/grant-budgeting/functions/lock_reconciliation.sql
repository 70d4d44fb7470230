-- Trigger of agency_files, ledger_matches and open_item_reasons: takes the lock of the agency's
-- reconciliation.
CREATE OR REPLACE FUNCTION lock_reconciliation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_agency_reconciliation(NEW.grant_id, NEW.organisation_id);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION lock_reconciliation FROM PUBLIC;
