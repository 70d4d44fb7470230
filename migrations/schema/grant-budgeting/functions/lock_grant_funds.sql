-- Trigger of ledger_transactions: locks the balance of the grant's funds, for a booking that did not call
-- lock_ledger_accounts.
CREATE FUNCTION lock_grant_funds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1
    FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
   WHERE a.grant_id = NEW.grant_id AND a.kind = 'funds'
   FOR UPDATE OF b;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION lock_grant_funds FROM PUBLIC;
