-- What a transaction spent on a line of an agency, funded or not: one row a transaction and line, without
-- those that sum to 0. document_amount only where the entries have one currency.
CREATE OR REPLACE VIEW agency_entries WITH (security_invoker = true) AS
SELECT t.id AS transaction_id, l.id AS line_id, l.grant_id, l.organisation_id, t.booked_on, t.fact_on,
       t.source_kind, t.source_id, t.reverses, t.commitment_id, t.agreement_id, sum(e.amount) AS amount,
       CASE WHEN count(DISTINCT e.original_currency) = 1 THEN sum(e.original_amount) END AS document_amount,
       min(e.original_currency) AS document_currency
  FROM budget_lines l
  JOIN ledger_accounts a ON a.line_id = l.id AND a.kind IN ('spent', 'unfunded')
  JOIN ledger_entries e ON e.account_id = a.id
  JOIN ledger_transactions t ON t.id = e.transaction_id
 GROUP BY t.id, l.id
HAVING sum(e.amount) <> 0;
GRANT SELECT ON agency_entries TO mawa_app;
