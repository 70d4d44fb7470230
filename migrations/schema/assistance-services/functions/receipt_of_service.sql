-- The number of the paper behind an entry of the ledger whose source is a service, for whoever reads the ledger;
-- never whose service it was. Null for every other source.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION receipt_of_service(p_source_kind text, p_source_id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_source_kind <> 'service' OR p_source_id !~ '^[0-9a-f-]{36}' 
      OR NOT mawa_has_role('finance_officer', 'programme_officer', 'auditor') THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT s.receipt FROM services s WHERE s.id = left(p_source_id, 36)::uuid);
END
$$;
REVOKE EXECUTE ON FUNCTION receipt_of_service FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receipt_of_service TO mawa_app;
RESET ROLE;
