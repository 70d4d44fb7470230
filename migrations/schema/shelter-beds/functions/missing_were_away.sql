-- At the closing of a night: writes a night away for everybody who is missing, unless the roll of that night
-- says otherwise. For system users (42501 otherwise).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION missing_were_away(p_night date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT mawa_is_system() THEN
    RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501';
  END IF;
  INSERT INTO nights_away (booking_id, night, case_id, why)
  SELECT k.id, p_night, bp.case_id, 'missing'
    FROM missing_people m JOIN booking_people bp ON bp.case_id = m.case_id AND bp.state = 'stay'
    JOIN bookings k ON k.id = bp.booking_id AND k.nights @> p_night
   WHERE m.ended_at IS NULL AND m.since_night <= p_night
     AND NOT EXISTS (SELECT 1 FROM roll_calls r WHERE r.booking_id = k.id AND r.night = p_night)
  ON CONFLICT DO NOTHING;
END
$$;
REVOKE EXECUTE ON FUNCTION missing_were_away FROM PUBLIC;
GRANT EXECUTE ON FUNCTION missing_were_away TO mawa_app;
RESET ROLE;
