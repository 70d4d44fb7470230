-- Releases the money of an item: a request that was not granted is withdrawn; of a granted commitment the
-- part that was neither received nor cancelled is cancelled, noted in the plan as `released` and booked back
-- from `committed` to `reserve`. Runs as mawa_gate, so that whoever ends a track need not see its money.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_release_money(p_item uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_item return_plan_items;
  c commitments;
  t commitment_totals;
  v_accounts uuid[];
  v_rest numeric;
  v_reserved numeric;
  v_step uuid;
  v_booked uuid;
  v_rate ledger_entries;
BEGIN
  SELECT * INTO v_item FROM return_plan_items WHERE id = p_item;
  SELECT x.* INTO c
    FROM return_plan_requests r JOIN commitments x ON x.id = r.commitment_id
   WHERE r.item_id = p_item
   ORDER BY r.place DESC LIMIT 1;
  IF c.id IS NULL THEN RETURN; END IF;
  SELECT array_agg(a.id) INTO v_accounts
    FROM ledger_accounts a
   WHERE a.grant_id = c.grant_id AND (a.line_id = c.line_id OR a.line_id IS NULL);
  PERFORM 1 FROM lock_ledger_accounts(v_accounts);
  SELECT * INTO t FROM commitment_totals WHERE commitment_id = c.id;
  IF t.state IN ('requested', 'approved') THEN
    INSERT INTO commitment_steps (commitment_id, step, on_day, reason)
    VALUES (c.id, 'withdrawn', mawa_day(mawa_now()), 'not_needed');
  END IF;
  v_rest := t.committed - t.cancelled - t.received;
  IF t.state <> 'committed' OR v_rest = 0 THEN RETURN; END IF;
  INSERT INTO commitment_steps (commitment_id, step, amount, on_day, reason)
  VALUES (c.id, 'cancelled', v_rest, mawa_day(mawa_now()), 'not_needed')
  RETURNING id INTO v_step;
  INSERT INTO return_instalment_steps (id, case_id, track_id, item_id, step, amount, on_day)
  VALUES (gen_random_uuid(), v_item.case_id, v_item.track_id, p_item, 'released', v_rest,
          mawa_day(mawa_now()));
  -- Nothing of the order is left, so nothing is kept for it, whatever was rounded on the way.
  SELECT coalesce(sum(e.amount), 0) INTO v_reserved
    FROM ledger_transactions x
    JOIN ledger_entries e ON e.transaction_id = x.id
    JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed'
   WHERE x.commitment_id = c.id;
  IF v_reserved = 0 THEN RETURN; END IF;
  SELECT e.* INTO v_rate
    FROM ledger_transactions x JOIN ledger_entries e ON e.transaction_id = x.id
   WHERE x.commitment_id = c.id AND x.source_kind = 'commitment'
   LIMIT 1;
  INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, commitment_id,
    posted_by)
  VALUES (c.grant_id, 'release', v_step, mawa_day(mawa_now()), mawa_day(mawa_now()), c.id, mawa_actor())
  RETURNING id INTO v_booked;
  INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate,
    rate_on)
  SELECT v_booked, a.id, CASE a.kind WHEN 'reserve' THEN v_reserved ELSE -v_reserved END,
         CASE a.kind WHEN 'reserve' THEN v_rest ELSE -v_rest END, c.currency, v_rate.rate, v_rate.rate_on
    FROM ledger_accounts a
   WHERE a.grant_id = c.grant_id AND (a.kind = 'reserve' OR a.kind = 'committed' AND a.line_id = c.line_id);
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_release_money FROM PUBLIC;
RESET ROLE;
