-- Locks accounts for a booking and returns their balances: the grant's `funds` first, then the others in one
-- order, so that bookings of a grant queue and cannot deadlock (ledger-posting.queries.ts).
CREATE FUNCTION lock_ledger_accounts(p_accounts uuid[]) RETURNS TABLE(account_id uuid, balance numeric)
LANGUAGE sql SET search_path = public, pg_temp AS $$
  SELECT b.account_id, b.balance
    FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
   WHERE a.id IN (
       SELECT unnest(p_accounts)
       UNION
       SELECT f.id
         FROM ledger_accounts x JOIN ledger_accounts f ON f.grant_id = x.grant_id AND f.kind = 'funds'
        WHERE x.id = ANY (p_accounts))
   ORDER BY a.kind <> 'funds', a.kind, a.id FOR UPDATE OF b
$$;
