SET LOCAL ROLE mawa_blind;
CREATE FUNCTION blind_apart(p_cases uuid[]) RETURNS TABLE(one uuid, other uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.apart', 'case', p_cases, '{"question":"apart"}');
  RETURN QUERY SELECT kf.one, kf.other FROM kept_from(p_cases) kf
                WHERE kf.one = ANY (p_cases) AND kf.other = ANY (p_cases) AND kf.one < kf.other;
END
$$;
REVOKE EXECUTE ON FUNCTION blind_apart FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_apart TO mawa_app;
RESET ROLE;
