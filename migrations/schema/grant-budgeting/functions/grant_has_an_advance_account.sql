-- Trigger of grants: makes the account of money that partners hold.
CREATE OR REPLACE FUNCTION grant_has_an_advance_account() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_accounts (grant_id, kind) VALUES (NEW.id, 'advance');
  RETURN NULL;
END
$$;
