-- Locks the ledger of the grants of these accounts (lock_grant_ledger), then the accounts in one order, and
-- returns their balances (ledger-posting.queries.ts). `funds` have no balance of their own.
CREATE OR REPLACE FUNCTION lock_ledger_accounts(p_accounts uuid[]) RETURNS TABLE(account_id uuid, balance numeric)
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM lock_grant_ledger(g.grant_id)
     FROM (SELECT DISTINCT a.grant_id
             FROM ledger_accounts a
            WHERE a.id = ANY (p_accounts)
            ORDER BY a.grant_id
           OFFSET 0) g;
  -- Read after the lock was granted: another snapshot, which has what the one before has booked.
  RETURN QUERY
    SELECT b.account_id, b.balance
      FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
     WHERE a.id = ANY (p_accounts)
     ORDER BY a.kind, a.id FOR UPDATE OF b;
END
$$;
