-- Trigger of ledger_transactions: nothing is booked in a closed period. 23514 ledger_period_is_open.
CREATE OR REPLACE FUNCTION ledger_period_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NEW.booked_on <= (SELECT max(until_day) FROM closed_periods) THEN
    RAISE EXCEPTION 'this period is closed' USING ERRCODE = '23514', CONSTRAINT = 'ledger_period_is_open';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION ledger_period_is_open FROM PUBLIC;
