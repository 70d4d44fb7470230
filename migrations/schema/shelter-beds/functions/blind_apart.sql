-- Blind question, with an audit row: which pairs of these people must not be under one roof. For the planning
-- of a group, which keeps the answer in memory and shows none of it. 42501 for roles that do not allocate
-- beds.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_apart(p_cases uuid[]) RETURNS TABLE(one uuid, other uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_allocates() THEN
    RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.apart', 'case', p_cases, '{"question":"apart"}');
  RETURN QUERY SELECT kf.one, kf.other FROM kept_from(p_cases) kf
                WHERE kf.one = ANY (p_cases) AND kf.other = ANY (p_cases) AND kf.one < kf.other;
END
$$;
REVOKE EXECUTE ON FUNCTION blind_apart FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_apart TO mawa_app;
RESET ROLE;
