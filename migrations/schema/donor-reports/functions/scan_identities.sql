-- A blind question (asked across access boundaries as role mawa_blind, and audited) of the scan for names
-- before a report is frozen: all sealed identities and shelter addresses with their wrapped keys. Only the
-- system account of the scan may ask (42501); people see whether something was found, never what.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION scan_identities(p_report uuid)
RETURNS TABLE(owner_id uuid, field text, sealed bytea, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_people integer;
  v_shelters integer;
BEGIN
  IF mawa_actor() IS DISTINCT FROM '00000000-0000-4000-8000-000000000006'::uuid THEN
    RAISE EXCEPTION 'only the identity scan asks this' USING ERRCODE = '42501';
  END IF;
  SELECT count(DISTINCT case_id) INTO v_people FROM case_seals;
  SELECT count(*) INTO v_shelters FROM shelter_addresses;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
  VALUES (0, mawa_actor(), 'blind.identity_scan', 'report', ARRAY[p_report],
          ARRAY['names', 'contact', 'documents', 'address'],
          json_build_object('question', 'identity scan', 'people', v_people, 'shelters', v_shelters)::text);
  RETURN QUERY
    SELECT s.case_id, s.field, s.sealed, k.wrapped
      FROM case_seals s JOIN keys.case_keys k ON k.case_id = s.case_id
    UNION ALL
    SELECT a.shelter_id, 'address', a.sealed, k.wrapped
      FROM shelter_addresses a JOIN keys.record_keys k ON k.kind = 'shelter' AND k.record_id = a.shelter_id;
END
$$;
REVOKE EXECUTE ON FUNCTION scan_identities FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scan_identities TO mawa_app;
RESET ROLE;
