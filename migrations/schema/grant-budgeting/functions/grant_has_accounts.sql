-- Trigger of grants: makes the accounts of promised and owed money and of exchange differences.
CREATE OR REPLACE FUNCTION grant_has_accounts() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_accounts (grant_id, kind)
  VALUES (NEW.id, 'reserve'), (NEW.id, 'payable'), (NEW.id, 'exchange');
  RETURN NULL;
END
$$;
