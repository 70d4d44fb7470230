-- Trigger of ledger_entries: adds the entry to the balance of its account and to the sum of its day, except of
-- `funds`, whose balance is what the other accounts of the grant make, with the opposite sign: all bookings of
-- a grant would wait for its row. 23514 ledger_entry_of_its_grant.
CREATE OR REPLACE FUNCTION ledger_moves_the_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_kind text;
  v_own boolean;
  v_day date;
BEGIN
  SELECT a.kind, a.grant_id = t.grant_id, t.booked_on INTO v_kind, v_own, v_day
    FROM ledger_accounts a, ledger_transactions t
   WHERE a.id = NEW.account_id AND t.id = NEW.transaction_id;
  IF NOT v_own THEN PERFORM refuse('ledger_entry_of_its_grant'); END IF;
  IF v_kind = 'funds' THEN RETURN NULL; END IF;
  UPDATE ledger_balances SET balance = balance + NEW.amount WHERE account_id = NEW.account_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'an account without a balance'; END IF;
  INSERT INTO ledger_days AS d (account_id, day, amount) VALUES (NEW.account_id, v_day, NEW.amount)
  ON CONFLICT (account_id, day) DO UPDATE SET amount = d.amount + excluded.amount;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION ledger_moves_the_balance FROM PUBLIC;
