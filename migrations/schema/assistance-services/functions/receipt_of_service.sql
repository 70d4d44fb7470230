-- Receipt number of the service that a ledger entry was booked for, for readers of the ledger; never the person who
-- received it. Null for every other source. The id of the service comes first in the source, which may go on after it.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION receipt_of_service(p_source_kind text, p_source_id text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF p_source_kind <> 'service' OR p_source_id !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
      OR NOT mawa_has_role('finance_officer', 'programme_officer', 'auditor') THEN
    RETURN NULL;
  END IF;
  RETURN (SELECT s.receipt FROM services s WHERE s.id = left(p_source_id, 36)::uuid);
END
$$;
REVOKE EXECUTE ON FUNCTION receipt_of_service FROM PUBLIC;
GRANT EXECUTE ON FUNCTION receipt_of_service TO mawa_app;
RESET ROLE;
