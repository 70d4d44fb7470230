-- Trigger of ledger_accounts: makes the row of its balance.
CREATE OR REPLACE FUNCTION ledger_account_has_a_balance() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ledger_balances (account_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
