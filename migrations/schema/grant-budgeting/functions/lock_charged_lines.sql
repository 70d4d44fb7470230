-- For a charge or its reversal: shares the ledger of the grant (share_grant_ledger) and locks the balances of
-- these accounts, of which there are two a line, in one order. Returns each balance and what its line holds,
-- read after the lock was granted.
CREATE OR REPLACE FUNCTION lock_charged_lines(p_accounts uuid[])
RETURNS TABLE(account_id uuid, balance numeric, line_amount numeric)
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  PERFORM share_grant_ledger(g.grant_id)
     FROM (SELECT DISTINCT a.grant_id
             FROM ledger_accounts a
            WHERE a.id = ANY (p_accounts)
            ORDER BY a.grant_id
           OFFSET 0) g;
  RETURN QUERY
    SELECT b.account_id, b.balance, l.amount::numeric
      FROM ledger_balances b
      JOIN ledger_accounts a ON a.id = b.account_id
      JOIN budget_lines l ON l.id = a.line_id
     WHERE a.id = ANY (p_accounts)
     ORDER BY a.line_id, a.kind FOR UPDATE OF b;
END
$$;
