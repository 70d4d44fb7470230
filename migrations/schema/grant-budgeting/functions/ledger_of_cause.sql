-- What a service, stay, training or commitment cost, by its random id, with reversals, each with the
-- part of it that it bears; for the costs of a person (modules/costs). Only for the roles named below; names no case.
CREATE OR REPLACE FUNCTION ledger_of_cause(p_cause uuid)
RETURNS TABLE(fact_on date, times numeric, currency char, amount numeric, original_amount numeric,
  original_currency char)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT f.fact_on, CASE WHEN t.id = f.id THEN f.share ELSE -f.share END, g.currency, sum(e.amount),
         sum(e.original_amount), e.original_currency
    FROM (SELECT x.id, x.fact_on, x.share
            FROM ledger_transactions x
           WHERE x.source_kind IN ('bed-night', 'service', 'training', 'recognition', 'correction')
             AND split_part(x.source_id, '/', 1) = p_cause::text
          UNION ALL
          SELECT x.id, x.fact_on, x.share
            FROM ledger_transactions x
           WHERE x.source_kind = 'invoice' AND x.commitment_id = p_cause) f
    JOIN ledger_transactions t ON t.id = f.id OR t.reverses = f.id
    JOIN grants g ON g.id = t.grant_id
    JOIN ledger_entries e ON e.transaction_id = t.id
    JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
   WHERE (SELECT mawa_is_system()
              OR mawa_has_role('reintegration_officer', 'case_supervisor', 'programme_officer',
                'finance_officer', 'auditor'))
   GROUP BY f.id, f.fact_on, f.share, t.id, g.currency, e.original_currency
$$;
REVOKE EXECUTE ON FUNCTION ledger_of_cause FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_of_cause TO mawa_app;
