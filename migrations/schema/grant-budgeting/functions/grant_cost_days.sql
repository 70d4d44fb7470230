-- The first and the last day of what a grant bears: costs and orders booked on its lines, and deliveries, as far as they
-- stand; null where there is none. What settles them (an invoice, a payment, a partner's report) may come later.
CREATE OR REPLACE FUNCTION grant_cost_days(p_grant uuid) RETURNS TABLE(first_day date, last_day date)
LANGUAGE sql STABLE AS $$
  SELECT min(x.day), max(x.day)
    FROM (SELECT t.fact_on AS day
            FROM ledger_transactions t
           WHERE t.grant_id = p_grant
             AND t.source_kind NOT IN ('invoice', 'payment', 'release', 'reversal', 'advance', 'agreement',
               'liquidation', 'refund', 'reimbursement')
             AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)
             AND EXISTS (
                 SELECT 1
                   FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
                  WHERE e.transaction_id = t.id AND a.kind IN ('spent', 'committed'))
          UNION ALL
          SELECT s.on_day
            FROM commitment_steps s JOIN commitments c ON c.id = s.commitment_id
           WHERE c.grant_id = p_grant
             AND s.step = 'received'
             AND NOT EXISTS (SELECT 1 FROM commitment_steps u WHERE u.undoes = s.id)) x
$$;
