-- The first months of a grant in which Mawa itself has costs, and money received from the donor: what was before is
-- brought in up to the month before. Null where there is none.
CREATE OR REPLACE FUNCTION opening_limits(p_grant uuid) RETURNS TABLE(costs_from date, received_from date)
LANGUAGE sql STABLE AS $$
  SELECT (SELECT date_trunc('month', min(t.fact_on)::timestamp)::date
            FROM ledger_transactions t
           WHERE t.grant_id = p_grant
             AND t.source_kind NOT IN ('opening', 'reversal')
             AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)
             AND EXISTS (
                 SELECT 1
                   FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
                  WHERE e.transaction_id = t.id AND a.kind IN ('spent', 'unfunded'))),
         (SELECT date_trunc('month', min(m.on_day)::timestamp)::date
            FROM donor_money m
           WHERE m.grant_id = p_grant
             AND m.kind = 'received'
             AND m.opening_id IS NULL
             AND m.undoes IS NULL
             AND NOT EXISTS (SELECT 1 FROM donor_money x WHERE x.undoes = m.id))
$$;
