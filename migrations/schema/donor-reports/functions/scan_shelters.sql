-- A blind question, as scan_identities: names, in each language, and sealed addresses of all shelters, for the scan of texts
-- that leave the programme. Only the system account of the scan may ask (42501), and only for a kind of text
-- that leaves (22023).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION scan_shelters(p_for uuid, p_kind text)
RETURNS TABLE(shelter_id uuid, name text, sealed bytea, wrapped bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_shelters integer;
BEGIN
  IF mawa_actor() IS DISTINCT FROM '00000000-0000-4000-8000-000000000006'::uuid THEN
    RAISE EXCEPTION 'only the scan asks this' USING ERRCODE = '42501';
  END IF;
  IF p_kind IS NULL OR p_kind NOT IN ('court_summary', 'referral', 'htcds_export') THEN
    RAISE EXCEPTION 'nothing of that kind leaves' USING ERRCODE = '22023';
  END IF;
  SELECT count(*) INTO v_shelters FROM shelters;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, fields, body)
  VALUES (0, mawa_actor(), 'blind.shelter_scan', p_kind, ARRAY[p_for], ARRAY['name', 'address'],
          json_build_object('question', 'shelter scan', 'shelters', v_shelters)::text);
  RETURN QUERY
    SELECT s.id, s.code_name, a.sealed, k.wrapped
      FROM shelters s
      LEFT JOIN shelter_addresses a ON a.shelter_id = s.id
      LEFT JOIN keys.record_keys k ON k.kind = 'shelter' AND k.record_id = s.id
    UNION ALL
    SELECT s.id, n.value, NULL, NULL FROM shelters s CROSS JOIN LATERAL jsonb_each_text(s.names) n;
END
$$;
REVOKE EXECUTE ON FUNCTION scan_shelters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scan_shelters TO mawa_app;
RESET ROLE;
