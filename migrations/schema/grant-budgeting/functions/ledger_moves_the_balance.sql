-- Trigger of ledger_entries: adds the entry to the balance of its account and to the sum of its day.
CREATE FUNCTION ledger_moves_the_balance() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE ledger_balances SET balance = balance + NEW.amount WHERE account_id = NEW.account_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'an account without a balance'; END IF;
  INSERT INTO ledger_days AS d (account_id, day, amount)
  SELECT NEW.account_id, t.booked_on, NEW.amount
    FROM ledger_transactions t
   WHERE t.id = NEW.transaction_id
  ON CONFLICT (account_id, day) DO UPDATE SET amount = d.amount + excluded.amount;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION ledger_moves_the_balance FROM PUBLIC;
