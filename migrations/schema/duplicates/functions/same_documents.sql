-- For the duplicate finder alone (42501 otherwise): pairs of cases that share a document number, by keyed
-- digest.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION same_documents(p_all boolean) RETURNS TABLE(one uuid, other uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF mawa_actor() IS DISTINCT FROM '00000000-0000-4000-8000-00000000000d'::uuid THEN
    RAISE EXCEPTION 'only the duplicate finder asks this' USING ERRCODE = '42501';
  END IF;
  RETURN QUERY
    SELECT DISTINCT a.case_id, b.case_id FROM document_digests a JOIN document_digests b
        ON b.digest = a.digest AND b.case_id > a.case_id
     WHERE p_all OR EXISTS (SELECT 1 FROM duplicate_waiting w WHERE w.case_id IN (a.case_id, b.case_id));
END
$$;
REVOKE EXECUTE ON FUNCTION same_documents FROM PUBLIC;
GRANT EXECUTE ON FUNCTION same_documents TO mawa_app;
RESET ROLE;
