-- Books the balances that a grant brings in from before Mawa, called by grant_change_comes_into_force under the lock of
-- its ledger: each row on the last day of its month (or of the grant), spent against funds; a row without a line is
-- money received from the donor. Whole months of the grant that are over, before the first one with costs of Mawa
-- (opening_limits); a line and month once; each line from 0 up to what it holds. Closed and signed months: the triggers
-- of the ledger. 23514 with the names passed to refuse.
CREATE OR REPLACE FUNCTION book_opening_balances(p_proposal grant_proposals, p_by uuid) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_today date := mawa_day(mawa_now());
  v_limits record;
  v_booked uuid;
  g grants;
  r record;
BEGIN
  SELECT * INTO g FROM grants WHERE id = p_proposal.grant_id;
  SELECT * INTO v_limits FROM opening_limits(g.id);
  FOR r IN
    SELECT x.line, x.month, x.amount, x.document, l.id AS line_id,
           least((x.month + interval '1 month')::date - 1, g.ends_on) AS day
      FROM jsonb_to_recordset(p_proposal.opening) AS x (line text, month date, amount numeric(14, 2), document text)
      LEFT JOIN budget_lines l ON l.grant_id = g.id AND l.code = x.line
     ORDER BY x.month, x.line
  LOOP
    IF r.line IS NOT NULL AND r.line_id IS NULL THEN PERFORM refuse('opening_line_is_known'); END IF;
    IF r.month <> date_trunc('month', r.month::timestamp)
        OR r.day < g.starts_on
        OR r.month > g.ends_on
        OR r.day >= v_today THEN
      PERFORM refuse('opening_within_the_grant');
    END IF;
    IF r.line IS NULL AND r.month >= v_limits.received_from OR r.line IS NOT NULL AND r.month >= v_limits.costs_from THEN
      PERFORM refuse('opening_before_mawa');
    END IF;
    IF EXISTS (
        SELECT 1 FROM opening_months(g.id) o WHERE o.month = r.month AND o.line_id IS NOT DISTINCT FROM r.line_id) THEN
      PERFORM refuse('opening_once');
    END IF;
    IF r.line_id IS NULL THEN
      INSERT INTO donor_money (grant_id, kind, amount, on_day, reference, opening_id, entered_by)
      VALUES (g.id, 'received', r.amount, r.day, r.document, p_proposal.id, p_by);
      CONTINUE;
    END IF;
    INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
    VALUES (g.id, 'opening', format('%s/%s/%s', p_proposal.id, r.line, r.month), r.day, r.day, p_by)
    RETURNING id INTO v_booked;
    INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
    SELECT v_booked, a.id, CASE a.kind WHEN 'spent' THEN r.amount ELSE -r.amount END,
           CASE a.kind WHEN 'spent' THEN r.amount ELSE -r.amount END, g.currency, 1, r.day
      FROM ledger_accounts a
     WHERE a.grant_id = g.id AND (a.kind = 'funds' OR a.kind = 'spent' AND a.line_id = r.line_id);
  END LOOP;
  IF EXISTS (
      SELECT 1
        FROM budget_lines l
        JOIN ledger_accounts a ON a.line_id = l.id AND a.kind IN ('spent', 'committed')
        JOIN ledger_balances b ON b.account_id = a.id
       WHERE l.grant_id = g.id
         AND l.code IN (SELECT x ->> 'line' FROM jsonb_array_elements(p_proposal.opening) x)
       GROUP BY l.id
       HAVING sum(b.balance) > l.amount OR sum(b.balance) FILTER (WHERE a.kind = 'spent') < 0) THEN
    PERFORM refuse('opening_within_the_line');
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION book_opening_balances FROM PUBLIC;
