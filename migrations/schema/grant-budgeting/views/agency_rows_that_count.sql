-- The rows of the agencies' ledgers whose file was not taken back. Invoker's rights: the policies of
-- agency_rows decide.
CREATE OR REPLACE VIEW agency_rows_that_count WITH (security_invoker = true) AS
SELECT id, file_id, row_number, grant_id, organisation_id, month, reference, on_day, amount,
       document_amount, document_currency, line_id
  FROM agency_rows r
 WHERE NOT EXISTS (SELECT 1 FROM agency_files_withdrawn w WHERE w.file_id = r.file_id);
GRANT SELECT ON agency_rows_that_count TO mawa_app;
