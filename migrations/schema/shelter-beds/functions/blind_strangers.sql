-- Blind question, with an audit row: how many people who are neither these nor their family are booked in
-- each of these rooms on these nights. 42501 for roles that do not allocate beds.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_strangers(p_rooms uuid[], p_nights daterange, p_cases uuid[])
RETURNS TABLE(room_id uuid, strangers integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NOT mawa_allocates() THEN
    RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.strangers', 'room', p_rooms, '{"question":"strangers"}');
  p_cases := mawa_files_of(p_cases);
  RETURN QUERY
    SELECT s.room_id, count(*)::integer FROM (
        SELECT b.room_id, k.id FROM beds b
          JOIN bookings k ON k.bed_id = b.id
         WHERE b.room_id = ANY (p_rooms)
           AND k.ends_on > lower(p_nights)
           AND k.nights && p_nights
           AND k.state IN ('hold', 'promised', 'stay')
           AND (k.state <> 'hold' OR k.hold_until > mawa_now())
        UNION
        -- Whoever is still there past the planned exit, on one of these nights.
        SELECT b.room_id, k.id FROM beds b
          JOIN bookings k ON k.bed_id = b.id AND k.shelter_id = b.shelter_id
         WHERE p_nights @> mawa_tonight()
           AND b.room_id = ANY (p_rooms)
           AND k.state = 'stay'
           AND k.ends_on <= mawa_tonight()) s
      JOIN booking_people bp ON bp.booking_id = s.id
     WHERE NOT bp.case_id = ANY (p_cases)
       AND NOT EXISTS (
         SELECT 1 FROM family_members f
           JOIN family_members g USING (family_id)
          WHERE f.case_id IN (SELECT mawa_files(bp.case_id)) AND g.case_id = ANY (p_cases))
     GROUP BY s.room_id;
END
$$;
REVOKE EXECUTE ON FUNCTION blind_strangers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_strangers TO mawa_app;
RESET ROLE;
