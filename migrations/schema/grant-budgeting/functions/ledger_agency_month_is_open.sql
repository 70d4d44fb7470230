-- Trigger of ledger_entries: nothing is booked on a line in a month that is signed with its agency. 23514
-- ledger_agency_month_is_open.
CREATE OR REPLACE FUNCTION ledger_agency_month_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM ledger_accounts a
        JOIN budget_lines l ON l.id = a.line_id
        JOIN ledger_transactions t ON t.id = NEW.transaction_id
       WHERE a.id = NEW.account_id
         AND t.booked_on <= agency_locked_until(l.grant_id, l.organisation_id)) THEN
    PERFORM refuse('ledger_agency_month_is_open');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION ledger_agency_month_is_open FROM PUBLIC;
