-- The entries booked for one source, whose random id one must know, for those who reverse or charge it and
-- may not read the ledger; only for the roles named below. A source that several lines share has up to four
-- more transactions, whose ids end in /#2 to /#5.
CREATE OR REPLACE FUNCTION ledger_of_source(p_kind text, p_id text)
RETURNS TABLE(transaction_id uuid, grant_id uuid, fact_on date, reversed boolean, account_id uuid,
  account_kind text, amount numeric, original_amount numeric, original_currency char, rate numeric,
  rate_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.id, t.grant_id, t.fact_on, EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id),
         e.account_id, a.kind, e.amount, e.original_amount, e.original_currency, e.rate, e.rate_on
    FROM ledger_transactions t
    JOIN ledger_entries e ON e.transaction_id = t.id
    JOIN ledger_accounts a ON a.id = e.account_id
   WHERE t.source_kind = p_kind
     AND t.source_id IN (p_id, p_id || '/#2', p_id || '/#3', p_id || '/#4', p_id || '/#5')
     AND (SELECT mawa_is_system()
              OR mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer',
                'case_supervisor', 'programme_officer', 'finance_officer', 'auditor'))
   ORDER BY e.id
$$;
REVOKE EXECUTE ON FUNCTION ledger_of_source FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_of_source TO mawa_app;
