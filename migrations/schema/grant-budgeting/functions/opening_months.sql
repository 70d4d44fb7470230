-- The months of a grant that were brought in and not taken back: by line, or without one what the donor had sent.
CREATE OR REPLACE FUNCTION opening_months(p_grant uuid) RETURNS TABLE(line_id uuid, month date)
LANGUAGE sql STABLE AS $$
  SELECT a.line_id, date_trunc('month', t.booked_on::timestamp)::date
    FROM ledger_transactions t
    JOIN ledger_entries e ON e.transaction_id = t.id
    JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'spent'
   WHERE t.grant_id = p_grant
     AND t.source_kind = 'opening'
     AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)
  UNION ALL
  SELECT NULL, date_trunc('month', m.on_day::timestamp)::date
    FROM donor_money m
   WHERE m.grant_id = p_grant
     AND m.opening_id IS NOT NULL
     AND m.undoes IS NULL
     AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id)
$$;
