-- The batch and the region of the shelter of a slip, by the digest of its half number; for the form without
-- an account.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION batch_of_slip(p_digest bytea) RETURNS TABLE(batch_id uuid, region text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT b.id, h.region FROM complaint_slips s JOIN complaint_batches b ON b.id = s.batch_id
    LEFT JOIN shelters h ON h.id = b.shelter_id WHERE s.digest = p_digest;
END
$$;
REVOKE EXECUTE ON FUNCTION batch_of_slip FROM PUBLIC;
GRANT EXECUTE ON FUNCTION batch_of_slip TO mawa_app;
RESET ROLE;
