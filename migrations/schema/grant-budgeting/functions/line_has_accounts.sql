-- Trigger of budget_lines: makes the account of what is committed on the line; spent and unfunded are made
-- when first booked.
CREATE OR REPLACE FUNCTION line_has_accounts() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_accounts (grant_id, kind, line_id) VALUES (NEW.grant_id, 'committed', NEW.id);
  RETURN NULL;
END
$$;
