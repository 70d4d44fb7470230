-- Lock of the reconciliation of one agency in one grant, held until the transaction ends.
CREATE OR REPLACE FUNCTION lock_agency_reconciliation(p_grant uuid, p_organisation uuid) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended(p_grant::text || p_organisation::text, 11))
$$;
