-- Blind question, with an audit row, for the closing of a night (a system user) alone: of the bookings given,
-- which people lie on this night with somebody they must be kept from, or in one room with somebody of
-- another sign who is no family. Both sides of each pair are answered.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_stays_to_review(p_bookings uuid[], p_night date)
RETURNS TABLE(booking_id uuid, case_id uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.stays_to_review', 'booking', p_bookings, '{"question":"stays to review"}');
  RETURN QUERY
    WITH there AS (
      SELECT k.id, k.shelter_id, b.room_id, k.mix_sign, bp.case_id AS who
        FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN booking_people bp ON bp.booking_id = k.id
       WHERE (k.id = ANY (p_bookings) OR k.nights @> p_night AND k.state IN ('hold', 'promised', 'stay')
           AND (k.state <> 'hold' OR k.hold_until > mawa_now()))
         AND k.shelter_id IN (SELECT s.shelter_id FROM bookings s WHERE s.id = ANY (p_bookings))),
    uneasy AS (
      SELECT m.id AS one, m.who AS one_who, t.id AS other, t.who AS other_who
        FROM there m JOIN there t ON t.id <> m.id AND t.shelter_id = m.shelter_id
       WHERE m.id = ANY (p_bookings)
         AND (EXISTS (SELECT 1 FROM kept_from(ARRAY[m.who]) kf WHERE kf.other = t.who)
           OR m.room_id = t.room_id AND m.mix_sign <> t.mix_sign
             AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                              WHERE mawa_same(f.case_id, m.who) AND mawa_same(g.case_id, t.who))))
    SELECT one, one_who FROM uneasy UNION SELECT other, other_who FROM uneasy;
END
$$;
REVOKE EXECUTE ON FUNCTION blind_stays_to_review FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_stays_to_review TO mawa_app;
RESET ROLE;
