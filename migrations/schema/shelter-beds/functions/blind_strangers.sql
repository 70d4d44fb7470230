-- Blind question, with an audit row: how many people who are neither these nor their family are booked in
-- each of these rooms on these nights. 42501 for roles that do not allocate beds.
SET LOCAL ROLE mawa_blind;
CREATE FUNCTION blind_strangers(p_rooms uuid[], p_nights daterange, p_cases uuid[])
RETURNS TABLE(room_id uuid, strangers integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_allocates() THEN
    RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.strangers', 'room', p_rooms, '{"question":"strangers"}');
  p_cases := mawa_files_of(p_cases);
  RETURN QUERY
    SELECT b.room_id, count(*)::integer FROM bookings k
      JOIN beds b ON b.id = k.bed_id
      JOIN booking_people bp ON bp.booking_id = k.id
     WHERE b.room_id = ANY (p_rooms)
       AND (k.nights && p_nights
            OR k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_nights @> mawa_tonight())
       AND k.state IN ('hold', 'promised', 'stay')
       AND (k.state <> 'hold' OR k.hold_until > mawa_now())
       AND NOT bp.case_id = ANY (p_cases)
       AND NOT EXISTS (
         SELECT 1 FROM family_members f
           JOIN family_members g USING (family_id)
          WHERE f.case_id IN (SELECT mawa_files(bp.case_id)) AND g.case_id = ANY (p_cases))
     GROUP BY b.room_id;
END
$$;
REVOKE EXECUTE ON FUNCTION blind_strangers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_strangers TO mawa_app;
RESET ROLE;
