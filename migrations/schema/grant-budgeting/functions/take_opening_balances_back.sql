-- Takes back by their opposites the balances that a confirmed proposal brought in, called by
-- grant_change_comes_into_force under the lock of the ledger: each on its own day, or today where that day is closed or
-- signed with the agency. 23514 opening_taken_back_once.
CREATE OR REPLACE FUNCTION take_opening_balances_back(p_proposal grant_proposals, p_by uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_today date := mawa_day(mawa_now());
  v_closed date := (SELECT max(until_day) FROM closed_periods);
  v_found boolean := false;
  v_booked uuid;
  r record;
BEGIN
  FOR r IN
    SELECT t.*, (SELECT max(agency_locked_until(l.grant_id, l.organisation_id))
                   FROM ledger_entries e
                   JOIN ledger_accounts a ON a.id = e.account_id
                   JOIN budget_lines l ON l.id = a.line_id
                  WHERE e.transaction_id = t.id) AS signed
      FROM ledger_transactions t
     WHERE t.grant_id = p_proposal.grant_id
       AND t.source_kind = 'opening'
       AND split_part(t.source_id, '/', 1) = p_proposal.takes_back::text
       AND NOT EXISTS (SELECT 1 FROM ledger_transactions x WHERE x.reverses = t.id)
     ORDER BY t.booked_on, t.source_id
  LOOP
    v_found := true;
    INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, reverses, posted_by)
    VALUES (r.grant_id, 'reversal', r.source_id,
            CASE WHEN r.booked_on <= greatest(v_closed, r.signed) THEN v_today ELSE r.booked_on END, r.fact_on, r.id, p_by)
    RETURNING id INTO v_booked;
    INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
    SELECT v_booked, e.account_id, -e.amount, -e.original_amount, e.original_currency, e.rate, e.rate_on
      FROM ledger_entries e
     WHERE e.transaction_id = r.id;
  END LOOP;
  FOR r IN
    SELECT *
      FROM donor_money m
     WHERE m.opening_id = p_proposal.takes_back
       AND m.grant_id = p_proposal.grant_id
       AND m.undoes IS NULL
       AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)
     ORDER BY m.on_day
  LOOP
    v_found := true;
    INSERT INTO donor_money (grant_id, kind, amount, on_day, reference, undoes, opening_id, entered_by)
    VALUES (r.grant_id, r.kind, -r.amount, CASE WHEN r.on_day <= v_closed THEN v_today ELSE r.on_day END, r.reference,
            r.id, p_proposal.id, p_by);
  END LOOP;
  IF NOT v_found THEN PERFORM refuse('opening_taken_back_once'); END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION take_opening_balances_back FROM PUBLIC;
