-- Trigger of ledger_entries: what an agreement keeps on a line when it is confirmed is within what the line
-- still holds. 23514 agreement_stays_within_the_line.
CREATE OR REPLACE FUNCTION agreement_stays_within_the_line() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF EXISTS (
          SELECT 1
            FROM ledger_transactions t
           WHERE t.id = NEW.transaction_id
             AND t.source_kind = 'agreement'
             AND t.source_id = t.agreement_id::text)
      AND (SELECT l.amount - sum(b.balance)
             FROM ledger_accounts mine
             JOIN budget_lines l ON l.id = mine.line_id
             JOIN ledger_accounts a ON a.line_id = l.id AND a.kind IN ('spent', 'committed')
             JOIN ledger_balances b ON b.account_id = a.id
            WHERE mine.id = NEW.account_id AND mine.kind = 'committed'
            GROUP BY l.amount)
        < 0 THEN
    RAISE EXCEPTION 'the line does not hold this'
      USING ERRCODE = '23514', CONSTRAINT = 'agreement_stays_within_the_line';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION agreement_stays_within_the_line FROM PUBLIC;
