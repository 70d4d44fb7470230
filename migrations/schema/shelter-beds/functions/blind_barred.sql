-- Blind question, with an audit row: in which of these shelters sleeps or will sleep, on one of these nights,
-- somebody from whom one of these people must be kept (kept_from). Never who. 42501 for roles that do not
-- allocate beds.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_barred(p_shelters uuid[], p_nights daterange, p_cases uuid[])
RETURNS TABLE(shelter_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_others uuid[];
BEGIN
  IF NOT mawa_allocates() THEN
    RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.barred', 'shelter', p_shelters, '{"question":"barred"}');
  v_others := ARRAY(SELECT kf.other FROM kept_from(p_cases) kf);
  IF v_others = '{}' THEN RETURN; END IF;
  RETURN QUERY
    SELECT DISTINCT k.shelter_id FROM booking_people bp
      JOIN bookings k ON k.id = bp.booking_id
     WHERE bp.case_id = ANY (v_others)
       AND k.shelter_id = ANY (p_shelters)
       AND (k.nights && p_nights
            OR k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_nights @> mawa_tonight())
       AND k.state IN ('hold', 'promised', 'stay')
       AND (k.state <> 'hold' OR k.hold_until > mawa_now());
END
$$;
REVOKE EXECUTE ON FUNCTION blind_barred FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_barred TO mawa_app;
RESET ROLE;
