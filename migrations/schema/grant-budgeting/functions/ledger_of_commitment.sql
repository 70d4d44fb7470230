-- The entries booked for a commitment, for those who take its next step and may not read the ledger; only for
-- the roles named below.
CREATE OR REPLACE FUNCTION ledger_of_commitment(p_commitment uuid)
RETURNS TABLE(source_kind text, source_id text, account_id uuid, amount numeric, rate numeric, rate_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT t.source_kind, t.source_id, e.account_id, e.amount, e.rate, e.rate_on
    FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
   WHERE t.commitment_id = p_commitment
     AND (SELECT mawa_is_system()
              OR mawa_has_role('reintegration_officer', 'case_supervisor', 'programme_officer',
                'finance_officer', 'auditor'))
   ORDER BY e.id
$$;
REVOKE EXECUTE ON FUNCTION ledger_of_commitment FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_of_commitment TO mawa_app;
