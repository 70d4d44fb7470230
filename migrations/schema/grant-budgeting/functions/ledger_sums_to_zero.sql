-- Deferred trigger of ledger_transactions and ledger_entries: a transaction has two or more entries that sum
-- to zero. 23514 ledger_sums_to_zero.
CREATE OR REPLACE FUNCTION ledger_sums_to_zero() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_id uuid := CASE
    WHEN TG_TABLE_NAME = 'ledger_entries' THEN (to_jsonb(NEW)->>'transaction_id')::uuid
    ELSE (to_jsonb(NEW)->>'id')::uuid
  END;
  v_sum numeric;
  v_count integer;
BEGIN
  SELECT coalesce(sum(amount), 0), count(*) INTO v_sum, v_count
    FROM ledger_entries
   WHERE transaction_id = v_id;
  IF v_sum <> 0 OR v_count < 2 THEN
    RAISE EXCEPTION 'a transaction needs two or more entries that sum to zero'
      USING ERRCODE = '23514', CONSTRAINT = 'ledger_sums_to_zero';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION ledger_sums_to_zero FROM PUBLIC;
