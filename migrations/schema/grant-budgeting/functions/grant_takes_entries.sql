-- Trigger of ledger_entries: no cost of a suspended day and none of a day after the close counts on a line. Until the end
-- of grant_liquidation_days a closed grant still books earlier costs and what settles them, afterwards only what frees
-- money that was reserved. What no line bears (unfunded) is not the grant's. 23514 grant_takes_no_costs.
CREATE OR REPLACE FUNCTION grant_takes_entries() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_kind text;
  v_closed date;
  v_suspended boolean;
  t ledger_transactions;
BEGIN
  SELECT a.kind, g.closed_on, EXISTS (SELECT 1 FROM grant_suspensions s WHERE s.grant_id = g.id)
    INTO v_kind, v_closed, v_suspended
    FROM ledger_accounts a JOIN grants g ON g.id = a.grant_id
   WHERE a.id = NEW.account_id;
  IF v_kind IN ('funds', 'unfunded') OR v_closed IS NULL AND NOT v_suspended THEN RETURN NEW; END IF;
  SELECT * INTO t FROM ledger_transactions WHERE id = NEW.transaction_id;
  IF t.source_kind = 'release' THEN RETURN NEW; END IF;
  IF t.booked_on > v_closed + mawa_setting('grant_liquidation_days')::text::int THEN
    PERFORM refuse('grant_takes_no_costs');
  END IF;
  -- These settle what was promised or booked before.
  IF t.source_kind IN ('invoice', 'payment', 'reversal', 'liquidation', 'refund', 'reimbursement') THEN
    RETURN NEW;
  END IF;
  IF t.fact_on > v_closed THEN PERFORM refuse('grant_takes_no_costs'); END IF;
  IF EXISTS (
      SELECT 1
        FROM grant_suspensions s
       WHERE s.grant_id = t.grant_id AND s.from_day <= t.fact_on AND (t.fact_on < s.resumed_on) IS NOT FALSE) THEN
    PERFORM refuse('grant_takes_no_costs');
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION grant_takes_entries FROM PUBLIC;
