-- Blind question (answered across access boundaries, with an audit row): has any of these people a bed on one
-- of these nights? For those who allocate beds (42501 otherwise).
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_already_placed(p_nights daterange, p_cases uuid[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_allocates() THEN
    RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.already_placed', 'case', p_cases, '{"question":"already placed"}');
  p_cases := mawa_files_of(p_cases);
  RETURN EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
    WHERE bp.case_id = ANY (p_cases) AND bp.nights && p_nights AND bp.state <> 'void'
      AND (bp.state <> 'hold' OR k.hold_until > mawa_now()));
END
$$;
REVOKE EXECUTE ON FUNCTION blind_already_placed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_already_placed TO mawa_app;
RESET ROLE;
