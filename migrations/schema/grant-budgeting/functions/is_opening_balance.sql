-- Whether a transaction of the ledger was brought in from before Mawa, for the policy that keeps one person from taking
-- it back.
CREATE OR REPLACE FUNCTION is_opening_balance(p_transaction uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM ledger_transactions WHERE id = p_transaction AND source_kind = 'opening')
$$;
REVOKE EXECUTE ON FUNCTION is_opening_balance FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_opening_balance TO mawa_app;
